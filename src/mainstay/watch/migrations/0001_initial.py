import django.db.models.deletion
import mainstay.common.first_tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0001_initial'),
        ('common', '0001_initial'),
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Source',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('owner', models.CharField(max_length=160)),
                        ('licence', models.CharField(max_length=120)),
                        ('address', models.CharField(blank=True, max_length=200)),
                        ('cite', models.TextField(blank=True)),
                        ('rhythm', models.CharField(blank=True, max_length=60)),
                        ('last_success_at', models.DateTimeField(null=True)),
                        ('last_failure_at', models.DateTimeField(null=True)),
                        ('last_failure', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='Alert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(max_length=24, unique=True)),
                        ('state', models.CharField(default='NORMAL', max_length=14)),
                        ('title', models.CharField(max_length=160)),
                        ('evidence', models.TextField(blank=True)),
                        ('crisis_types', models.JSONField(default=list)),
                        ('window_from', models.DateField(null=True)),
                        ('window_to', models.DateField(null=True)),
                        ('likelihood', models.CharField(blank=True, max_length=12)),
                        ('workers_low', models.PositiveIntegerField(null=True)),
                        ('workers_high', models.PositiveIntegerField(null=True)),
                        ('raised_at', models.DateTimeField()),
                        ('alerted_at', models.DateTimeField(null=True)),
                        ('confirm_due_at', models.DateTimeField(null=True)),
                        ('confirmed_at', models.DateTimeField(null=True)),
                        ('context', models.TextField(blank=True)),
                        ('call_due_at', models.DateTimeField(null=True)),
                        ('called_at', models.DateTimeField(null=True)),
                        ('call_record', models.JSONField(default=dict)),
                        ('decide_due_at', models.DateTimeField(null=True)),
                        ('no_regret', models.CharField(blank=True, max_length=8)),
                        ('no_regret_reason', models.TextField(blank=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('closed_reason', models.TextField(blank=True)),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='cases.case')),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='common.country')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-raised_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['NORMAL', 'WATCH', 'ALERT', 'ACTIVATED', 'CLOSED_EVENT', 'CLOSED_FALSE'])), name='alert_state'), models.CheckConstraint(condition=models.Q(('likelihood__in', ['', 'UNLIKELY', 'POSSIBLE', 'LIKELY', 'VERY_LIKELY', 'HAPPENING'])), name='alert_likelihood'), models.CheckConstraint(condition=models.Q(('no_regret__in', ['', 'ACT', 'PREPARE', 'NOTHING'])), name='alert_no_regret'), models.UniqueConstraint(condition=models.Q(('state__in', ['WATCH', 'ALERT'])), fields=('country',), name='alert_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ACTIVATED'), _negated=True), ('case__isnull', False), _connector='OR'), name='alert_active_has_case'), models.CheckConstraint(condition=models.Q(('workers_low__isnull', True), ('workers_high__gte', models.F('workers_low')), _connector='OR'), name='alert_workers_order')],
                    },
                ),
                migrations.CreateModel(
                    name='CountryThreshold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.CharField(max_length=10)),
                        ('watch', models.CharField(max_length=20)),
                        ('alert', models.CharField(max_length=20)),
                        ('note', models.TextField()),
                        ('set_at', models.DateTimeField()),
                        ('in_force', models.BooleanField(default=True)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('country', 'indicator'), name='threshold_one_in_force'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='threshold_has_note')],
                    },
                ),
                migrations.CreateModel(
                    name='PreparednessItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30)),
                        ('part', models.BooleanField(default=False)),
                        ('evidence', models.TextField()),
                        ('entered_at', models.DateTimeField()),
                        ('expires_on', models.DateField()),
                        ('confirmed_at', models.DateTimeField(null=True)),
                        ('replaced', models.BooleanField(default=False)),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preparedness', to='common.country')),
                        ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaced', False)), fields=('country', 'code'), name='preparedness_once'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='preparedness_has_evidence')],
                    },
                ),
                migrations.CreateModel(
                    name='RiskBoard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=10)),
                        ('called_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('held_at', models.DateTimeField(null=True)),
                        ('conclusions', models.TextField(blank=True)),
                        ('chaired_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-due_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['QUARTERLY', 'AD_HOC'])), name='board_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='TriggerResponse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.CharField(max_length=10)),
                        ('level', models.CharField(max_length=5)),
                        ('modules', models.JSONField(default=list)),
                        ('lead_role', models.CharField(max_length=20)),
                        ('window', models.CharField(max_length=2)),
                        ('lead_days', models.PositiveSmallIntegerField()),
                        ('note', models.TextField(blank=True)),
                        ('tested_on', models.DateField(null=True)),
                        ('test_result', models.TextField(blank=True)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trigger_map', to='common.country')),
                    ],
                    options={
                        'ordering': ['country', 'indicator', 'level'],
                        'constraints': [models.UniqueConstraint(fields=('country', 'indicator', 'level'), name='trigger_once'), models.CheckConstraint(condition=models.Q(('level__in', ['WATCH', 'ALERT'])), name='trigger_level')],
                    },
                ),
                migrations.CreateModel(
                    name='WarningSystem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=160, unique=True)),
                        ('owner', models.CharField(max_length=160)),
                        ('coverage', models.CharField(max_length=200)),
                        ('rhythm', models.CharField(max_length=60)),
                        ('address', models.CharField(blank=True, max_length=200)),
                        ('employment', models.CharField(max_length=6)),
                        ('negotiation', models.CharField(default='NOT_STARTED', max_length=12)),
                        ('note', models.TextField(blank=True)),
                        ('registered_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('employment__in', ['NO', 'PARTLY', 'YES'])), name='system_employment'), models.CheckConstraint(condition=models.Q(('negotiation__in', ['NOT_STARTED', 'CONTACTED', 'NEGOTIATING', 'AGREED', 'REFUSED'])), name='system_negotiation')],
                    },
                ),
                migrations.CreateModel(
                    name='Series',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=120, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('unit', models.CharField(blank=True, max_length=40)),
                        ('period', models.CharField(default='Y', max_length=1)),
                        ('forecasts_violence', models.BooleanField(default=False)),
                        ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='series', to='watch.source')),
                    ],
                    options={
                        'ordering': ['code'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('period__in', ['Y', 'Q', 'M', 'D'])), name='series_period')],
                    },
                ),
                migrations.CreateModel(
                    name='AlertDriver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.CharField(max_length=10)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('value', models.FloatField(null=True)),
                        ('threshold', models.CharField(max_length=30)),
                        ('series', models.CharField(blank=True, max_length=120)),
                        ('on', models.DateField(null=True)),
                        ('vintage', models.CharField(blank=True, max_length=80)),
                        ('added_at', models.DateTimeField()),
                        ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drivers', to='watch.alert')),
                    ],
                    options={
                        'ordering': ['-level', 'indicator'],
                        'constraints': [models.UniqueConstraint(fields=('alert', 'indicator'), name='driver_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AlertReminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('target', models.CharField(max_length=20)),
                        ('kind', models.CharField(max_length=8)),
                        ('sent_at', models.DateTimeField()),
                        ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='watch.alert')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('alert', 'target', 'kind'), name='reminder_once')],
                    },
                ),
                migrations.CreateModel(
                    name='BoardAlert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boards', to='watch.alert')),
                        ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='watch.riskboard')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('board', 'alert'), name='board_alert_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Vintage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40)),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(default='IMPORTED', max_length=10)),
                        ('file_name', models.CharField(max_length=200)),
                        ('first_retrieved_at', models.DateTimeField()),
                        ('last_retrieved_at', models.DateTimeField()),
                        ('items', models.PositiveIntegerField(default=0)),
                        ('readings', models.PositiveIntegerField(default=0)),
                        ('faults', models.PositiveIntegerField(default=0)),
                        ('withdrawn_reason', models.TextField(blank=True)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vintages', to='watch.source')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'code'), name='vintage_once'), models.CheckConstraint(condition=models.Q(('state__in', ['IMPORTED', 'WITHDRAWN'])), name='vintage_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'WITHDRAWN'), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='vintage_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='SystemContact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('negotiation', models.CharField(max_length=12)),
                        ('words', models.TextField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='watch.warningsystem')),
                    ],
                    options={
                        'ordering': ['-at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('negotiation__in', ['NOT_STARTED', 'CONTACTED', 'NEGOTIATING', 'AGREED', 'REFUSED'])), name='contact_negotiation')],
                    },
                ),
                migrations.CreateModel(
                    name='RawItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('external_id', models.CharField(max_length=80)),
                        ('version', models.CharField(max_length=60)),
                        ('sha256', models.CharField(max_length=64)),
                        ('content', models.BinaryField()),
                        ('retrieved_at', models.DateTimeField()),
                        ('parsed_at', models.DateTimeField(null=True)),
                        ('replaced', models.BooleanField(default=False)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raw_items', to='watch.source')),
                        ('vintage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raw_items', to='watch.vintage')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['source', 'parsed_at'], name='raw_item_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('source', 'external_id', 'version'), name='raw_item_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ItemFault',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row', models.PositiveIntegerField(null=True)),
                        ('field', models.CharField(blank=True, max_length=80)),
                        ('code', models.CharField(max_length=40)),
                        ('msgid', models.TextField()),
                        ('facts', models.JSONField(default=dict)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='watch.rawitem')),
                    ],
                ),
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField()),
                        ('value', models.FloatField(null=True)),
                        ('confidence', models.PositiveSmallIntegerField(default=3)),
                        ('method', models.CharField(max_length=20)),
                        ('state', models.CharField(default='COUNTED', max_length=10)),
                        ('entered_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('area', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.area')),
                        ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('country', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                        ('entered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='watch.rawitem')),
                        ('series', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='watch.series')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('entered_by__isnull', False)), fields=['state', 'country'], name='reading_reported')],
                        'constraints': [models.UniqueConstraint(fields=('country', 'series', 'on', 'item'), name='reading_once'), models.CheckConstraint(condition=models.Q(('state__in', ['COUNTED', 'TO_CONFIRM', 'REFUSED', 'SUPERSEDED'])), name='reading_state'), models.CheckConstraint(condition=models.Q(('confidence__gte', 1), ('confidence__lte', 3)), name='reading_confidence'), models.CheckConstraint(condition=models.Q(('item__isnull', False), ('entered_by__isnull', False), _connector='OR'), name='reading_has_origin')],
                    },
                ),
            ],
        ),
    ]
