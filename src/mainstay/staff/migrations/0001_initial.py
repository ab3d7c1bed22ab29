import django.db.models.deletion
import mainstay.common.fields
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
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Expert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('number', models.CharField(max_length=12, unique=True)),
                        ('name', mainstay.common.fields.EncryptedTextField(editable=True)),
                        ('email', mainstay.common.fields.EncryptedTextField(editable=True)),
                        ('email_digest', models.CharField(max_length=64, unique=True)),
                        ('kind', models.CharField(max_length=20)),
                        ('sex', models.CharField(blank=True, max_length=1)),
                        ('unit', models.CharField(blank=True, max_length=80)),
                        ('state', models.CharField(default='APPLIED', max_length=14)),
                        ('briefed_on', models.DateField(null=True)),
                        ('confirmed_on', models.DateField(null=True)),
                        ('rests_until', models.DateField(null=True)),
                        ('open_misconduct', models.BooleanField(default=False)),
                        ('crisis_types', models.JSONField(default=list)),
                        ('countries', models.JSONField(default=list)),
                        ('refused_places', models.JSONField(default=list)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL)),
                        ('nationality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['APPLIED', 'LONGLISTED', 'SELF_ASSESSED', 'INTERVIEWED', 'REFERENCED', 'ACTIVE', 'BRIEFED', 'ON_MISSION', 'RESTING', 'DORMANT', 'SUSPENDED', 'REMOVED'])), name='expert_state'), models.CheckConstraint(condition=models.Q(('kind__in', ['internal_staff', 'external_consultant', 'standby_partner', 'volunteer', 'constituent_expert'])), name='expert_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('reference', models.CharField(max_length=32, unique=True)),
                        ('functional_area', models.CharField(max_length=6)),
                        ('min_level', models.PositiveSmallIntegerField()),
                        ('headcount', models.PositiveSmallIntegerField(default=1)),
                        ('language', models.CharField(blank=True, max_length=5)),
                        ('tier', models.CharField(default='T2', max_length=2)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField()),
                        ('terms', models.TextField()),
                        ('host', models.CharField(max_length=120)),
                        ('budget_line', models.CharField(max_length=80)),
                        ('state', models.CharField(default='DRAFT', max_length=12)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_requests', to='cases.case')),
                        ('matched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'ASKED', 'APPROVED', 'SHORTLISTED', 'FILLED', 'REFUSED', 'WITHDRAWN'])), name='team_request_state'), models.CheckConstraint(condition=models.Q(('tier__in', ['T1', 'T2', 'T3'])), name='team_request_tier'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='team_request_order'), models.CheckConstraint(condition=models.Q(('headcount__gte', 1)), name='team_request_headcount'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='team_request_not_approved_by_asker')],
                    },
                ),
                migrations.CreateModel(
                    name='Deployment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('state', models.CharField(default='NOMINATED', max_length=10)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField()),
                        ('arrived_at', models.DateTimeField(null=True)),
                        ('returned_on', models.DateField(null=True)),
                        ('next_check_in_at', models.DateTimeField(null=True)),
                        ('alarm_at', models.DateTimeField(null=True)),
                        ('rating', models.PositiveSmallIntegerField(null=True)),
                        ('contract_signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('selected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deployments', to='staff.expert')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deployments', to='staff.teamrequest')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['NOMINATED', 'ACCEPTED', 'CLEARED', 'ON_MISSION', 'RETURNED', 'DEBRIEFED', 'DECLINED', 'CANCELLED'])), name='deployment_state'), models.UniqueConstraint(fields=('request', 'expert'), name='deployment_once'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), models.Q(('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='deployment_rating')],
                    },
                ),
                migrations.CreateModel(
                    name='Availability',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first', models.DateField()),
                        ('last', models.DateField()),
                        ('said_at', models.DateTimeField()),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='availability', to='staff.expert')),
                    ],
                    options={
                        'verbose_name_plural': 'availability',
                        'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='availability_order')],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertLanguage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(max_length=5)),
                        ('level', models.CharField(max_length=2)),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='languages', to='staff.expert')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'language'), name='expert_language_once'), models.CheckConstraint(condition=models.Q(('level__in', ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'])), name='expert_language_level')],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertSkill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('functional_area', models.CharField(max_length=6)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='staff.expert')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('expert', 'functional_area'), name='expert_skill_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='expert_skill_level')],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rank', models.PositiveSmallIntegerField(null=True)),
                        ('score', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ('parts', models.JSONField(default=dict)),
                        ('excluded', models.JSONField(null=True)),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.expert')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortlist', to='staff.teamrequest')),
                    ],
                    options={
                        'ordering': ['rank'],
                        'constraints': [models.UniqueConstraint(fields=('request', 'expert'), name='shortlist_once'), models.CheckConstraint(condition=models.Q(models.Q(('excluded__isnull', False), ('rank__isnull', True)), models.Q(('excluded__isnull', True), ('rank__isnull', False)), _connector='OR'), name='shortlist_ranked_or_excluded')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckIn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('place', models.CharField(blank=True, max_length=80)),
                        ('well', models.BooleanField(default=True)),
                        ('deployment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='staff.deployment')),
                    ],
                ),
                migrations.CreateModel(
                    name='Clearance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=8)),
                        ('state', models.CharField(default='NOT_STARTED', max_length=12)),
                        ('blocking', models.BooleanField()),
                        ('asked_at', models.DateTimeField(null=True)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('expires_on', models.DateField(null=True)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('deployment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='staff.deployment')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='staff.expert')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['NOT_STARTED', 'REQUESTED', 'IN_REVIEW', 'INFO_NEEDED', 'GRANTED', 'REFUSED', 'WAIVED', 'EXPIRED'])), name='clearance_state'), models.UniqueConstraint(condition=models.Q(('deployment__isnull', False)), fields=('deployment', 'code'), name='clearance_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'WAIVED'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='clearance_waived_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Briefing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=8)),
                        ('held_on', models.DateField()),
                        ('lessons', models.TextField(blank=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('deployment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='staff.deployment')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['BRIEF', 'DEBRIEF'])), name='briefing_kind'), models.UniqueConstraint(fields=('deployment', 'kind'), name='briefing_once')],
                    },
                ),
            ],
        ),
    ]
