import django.db.models.deletion
import mainstay.common.first_tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0001_initial'),
        ('common', '0001_initial'),
        ('design', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Contribution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('reference', models.CharField(max_length=24, unique=True)),
                        ('title', models.CharField(max_length=160)),
                        ('currency', models.CharField(max_length=3)),
                        ('amount', models.BigIntegerField()),
                        ('earmark', models.CharField(default='NONE', max_length=12)),
                        ('earmark_key', models.CharField(blank=True, max_length=40)),
                        ('management_share', models.DecimalField(decimal_places=4, default=0, max_digits=5)),
                        ('conditions', models.TextField(blank=True)),
                        ('pledged_on', models.DateField()),
                        ('expected_on', models.DateField(null=True)),
                        ('state', models.CharField(default='PLEDGED', max_length=14)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='partners.organisation')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['PLEDGED', 'COMMITTED', 'PART_RECEIVED', 'RECEIVED', 'OVERDUE', 'WITHDRAWN'])), name='contribution_state'), models.CheckConstraint(condition=models.Q(('earmark__in', ['NONE', 'REGION', 'COUNTRY', 'CRISIS_TYPE', 'COMPONENT', 'WINDOW'])), name='contribution_earmark'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='contribution_positive'), models.CheckConstraint(condition=models.Q(models.Q(('earmark', 'NONE'), ('earmark_key', '')), models.Q(models.Q(('earmark', 'NONE'), _negated=True), models.Q(('earmark_key', ''), _negated=True)), _connector='OR'), name='contribution_earmark_key'), models.CheckConstraint(condition=models.Q(('management_share__gte', 0), ('management_share__lt', 1)), name='contribution_management_share')],
                    },
                ),
                migrations.CreateModel(
                    name='ExchangeRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(max_length=3)),
                        ('day', models.DateField()),
                        ('usd', models.DecimalField(decimal_places=9, max_digits=18)),
                        ('source', models.CharField(max_length=120)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('currency', 'day'), name='rate_once_a_day'), models.CheckConstraint(condition=models.Q(('usd__gt', 0)), name='rate_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('reference', models.CharField(max_length=32, unique=True)),
                        ('window', models.CharField(max_length=4)),
                        ('purpose', models.CharField(max_length=40)),
                        ('what_for', models.TextField()),
                        ('components', models.JSONField(default=list)),
                        ('amount_usd', models.BigIntegerField()),
                        ('state', models.CharField(default='DRAFT', max_length=10)),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('decision_reason', models.TextField(blank=True)),
                        ('disbursed_at', models.DateTimeField(null=True)),
                        ('report_due_on', models.DateField(null=True)),
                        ('spent_usd', models.BigIntegerField(default=0)),
                        ('report', models.TextField(blank=True)),
                        ('repayable', models.BooleanField(default=False)),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('applied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='cases.case')),
                        ('disbursed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='design.project')),
                        ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('screened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'SUBMITTED', 'SCREENED', 'APPROVED', 'REJECTED', 'DISBURSED', 'REPORTING', 'CLOSED', 'RETURNED', 'WITHDRAWN'])), name='grant_state'), models.CheckConstraint(condition=models.Q(('amount_usd__gt', 0)), name='grant_positive'), models.CheckConstraint(condition=models.Q(('spent_usd__gte', 0), ('spent_usd__lte', models.F('amount_usd'))), name='grant_spent'), models.CheckConstraint(condition=models.Q(('disbursed_by__isnull', True), models.Q(('disbursed_by', models.F('applied_by')), _negated=True), _connector='OR'), name='grant_applicant_does_not_disburse')],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('booked_at', models.DateTimeField()),
                        ('value_on', models.DateField()),
                        ('verb', models.CharField(max_length=20)),
                        ('memo', models.CharField(max_length=300)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='fund.ledgerentry')),
                    ],
                    options={
                        'verbose_name_plural': 'ledger entries',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('currency', models.CharField(max_length=3)),
                        ('balance', models.BigIntegerField(default=0)),
                        ('balance_usd', models.BigIntegerField(default=0)),
                        ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='fund.contribution')),
                        ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='fund.grant')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['RECEIVABLE', 'CASH', 'ADVANCE', 'EXPENSE', 'REPAYABLE', 'PROMISED', 'FREE', 'RESERVED', 'DISBURSED', 'SPENT', 'OWED_BACK'])), name='account_kind'), models.UniqueConstraint(condition=models.Q(('grant__isnull', True)), fields=('kind', 'contribution'), name='account_of_contribution_once'), models.UniqueConstraint(condition=models.Q(('grant__isnull', False)), fields=('kind', 'contribution', 'grant'), name='account_of_grant_once'), models.CheckConstraint(condition=models.Q(('balance__gte', 0), ('balance_usd__gte', 0)), name='account_never_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='GrantVoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slot', models.PositiveSmallIntegerField(null=True)),
                        ('by_silence', models.BooleanField(default=False)),
                        ('objection', models.BooleanField(default=False)),
                        ('words', models.TextField(blank=True)),
                        ('said_at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='fund.grant')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('objection', False)), fields=('grant', 'slot'), name='grant_slot_once'), models.UniqueConstraint(condition=models.Q(('by_silence', False)), fields=('grant', 'by'), name='grant_one_voice'), models.CheckConstraint(condition=models.Q(('objection', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='grant_objection_has_words')],
                    },
                ),
                migrations.CreateModel(
                    name='Lead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('title', models.CharField(max_length=160)),
                        ('amount_usd', models.BigIntegerField()),
                        ('state', models.CharField(default='LEAD', max_length=12)),
                        ('expected_on', models.DateField(null=True)),
                        ('next_step', models.CharField(blank=True, max_length=200)),
                        ('lost_reason', models.CharField(blank=True, max_length=300)),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chances', to='cases.case')),
                        ('contribution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chances', to='fund.contribution')),
                        ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                        ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chances', to='partners.organisation')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['LEAD', 'QUALIFIED', 'CONCEPT', 'PROPOSAL', 'NEGOTIATION', 'PLEDGED', 'SIGNED', 'RECEIVED', 'LOST'])), name='lead_state'), models.CheckConstraint(condition=models.Q(('amount_usd__gt', 0)), name='lead_positive'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'LOST'), _negated=True), models.Q(('lost_reason', ''), _negated=True), _connector='OR'), name='lead_lost_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.BigIntegerField()),
                        ('amount_usd', models.BigIntegerField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='fund.account')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='fund.ledgerentry')),
                        ('rate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fund.exchangerate')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount', 0), _negated=True), models.Q(('amount_usd', 0), _negated=True), _connector='OR'), name='line_not_empty')],
                    },
                ),
            ],
        ),
    ]
