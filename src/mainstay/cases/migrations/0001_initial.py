import django.db.models.deletion
import mainstay.common.first_tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('common', '0001_initial'),
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('reference', models.CharField(max_length=24, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('state', models.CharField(default='OPEN', max_length=12)),
                        ('level', models.CharField(default='L1', max_length=2)),
                        ('programme', models.CharField(default='JPR', max_length=8)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('onset_at', models.DateTimeField(null=True)),
                        ('requested_at', models.DateTimeField(null=True)),
                        ('alerted_at', models.DateTimeField(null=True)),
                        ('proposed_level', models.CharField(blank=True, max_length=2)),
                        ('activated_at', models.DateTimeField(null=True)),
                        ('lead_model', models.CharField(blank=True, max_length=14)),
                        ('lead_until', models.DateField(null=True)),
                        ('opened_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('closing_words', models.TextField(blank=True)),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-opened_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'STOOD_DOWN', 'CLOSED'])), name='case_state'), models.CheckConstraint(condition=models.Q(('lead_model__in', ['', 'CO_LED', 'RO_LED', 'TT_LED', 'TT_INITIATED'])), name='case_lead_model'), models.CheckConstraint(condition=models.Q(('level__in', ['L1', 'L2', 'L3'])), name='case_level'), models.CheckConstraint(condition=models.Q(('onset_at__isnull', False), ('requested_at__isnull', False), ('alerted_at__isnull', False), _connector='OR'), name='case_has_a_clock'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'CLOSED')), models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='case_closed_has_time')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseNumber',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('last', models.PositiveIntegerField(default=0)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='common.country')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('country', 'year'), name='case_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseArea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.area')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'area'), name='case_area_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseCountry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first', models.BooleanField(default=False)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='countries', to='cases.case')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'country'), name='case_country_once'), models.UniqueConstraint(condition=models.Q(('first', True)), fields=('case',), name='case_one_first_country')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseCrisisType',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=24)),
                        ('first', models.BooleanField(default=False)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crisis_types', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='case_crisis_type_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CasePhase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16)),
                        ('entered_on', models.DateField()),
                        ('left_on', models.DateField(null=True)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('entered_on')), _connector='OR'), name='phase_order'), models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('case', 'code'), name='phase_open_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseTask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40)),
                        ('title', models.CharField(max_length=200)),
                        ('stage', models.CharField(blank=True, max_length=10)),
                        ('owner_role', models.CharField(max_length=20)),
                        ('due_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(null=True)),
                        ('done_by_action', models.CharField(blank=True, max_length=60)),
                        ('reminded_at', models.DateTimeField(null=True)),
                        ('escalated_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('not_applicable', models.BooleanField(default=False)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.case')),
                        ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['due_at', 'pk'],
                        'indexes': [models.Index(fields=['done_by_action'], name='task_done_by')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='task_once'), models.CheckConstraint(condition=models.Q(('not_applicable', False), models.Q(('note', ''), _negated=True), _connector='OR'), name='task_not_applicable_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseTrack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=1)),
                        ('weight', models.PositiveSmallIntegerField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tracks', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='track_once'), models.CheckConstraint(condition=models.Q(('code__in', ['A', 'B', 'C'])), name='track_code'), models.CheckConstraint(condition=models.Q(('weight__lte', 3)), name='track_weight')],
                    },
                ),
                migrations.CreateModel(
                    name='ClockTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('clock', models.CharField(max_length=8)),
                        ('code', models.CharField(max_length=40)),
                        ('stage', models.CharField(max_length=10)),
                        ('owner_role', models.CharField(max_length=20)),
                        ('escalate_role', models.CharField(default='TT_COORD', max_length=20)),
                        ('started_at', models.DateTimeField()),
                        ('remind_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('met_at', models.DateTimeField(null=True)),
                        ('reminded_at', models.DateTimeField(null=True)),
                        ('escalated_at', models.DateTimeField(null=True)),
                        ('delay_reason', models.CharField(blank=True, max_length=300)),
                        ('dropped_reason', models.CharField(blank=True, max_length=300)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='cases.case')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['met_at', 'remind_at'], name='target_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'code'), name='target_once'), models.CheckConstraint(condition=models.Q(('clock__in', ['onset', 'request', 'alert', 'own'])), name='target_clock'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='target_due_after_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Criticality',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('activity', models.CharField(max_length=160)),
                        ('place', models.CharField(blank=True, max_length=120)),
                        ('level', models.CharField(max_length=3)),
                        ('reason', models.TextField()),
                        ('rated_at', models.DateTimeField()),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('ends_on', models.DateField()),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criticalities', to='cases.case')),
                        ('rated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name_plural': 'criticalities',
                        'ordering': ['-rated_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['PC1', 'PC2', 'PC3', 'PC4'])), name='criticality_level')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('title', models.CharField(max_length=160)),
                        ('text', models.TextField()),
                        ('options', models.JSONField(default=list)),
                        ('evidence', models.TextField(blank=True)),
                        ('delegation_used', models.CharField(blank=True, max_length=160)),
                        ('state', models.CharField(default='DRAFT', max_length=12)),
                        ('drafted_at', models.DateTimeField()),
                        ('method', models.CharField(default='SILENCE', max_length=8)),
                        ('round', models.PositiveSmallIntegerField(default=0)),
                        ('circulated_at', models.DateTimeField(null=True)),
                        ('deadline', models.DateTimeField(null=True)),
                        ('reminded_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('outcome', models.TextField(blank=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.case')),
                        ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'CIRCULATED', 'OBJECTED', 'DISCUSSED', 'ADOPTED', 'REJECTED', 'LAPSED'])), name='decision_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'CIRCULATED'), _negated=True), ('deadline__isnull', False), _connector='OR'), name='decision_circulated_has_deadline')],
                    },
                ),
                migrations.CreateModel(
                    name='Lead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('model', models.CharField(max_length=14)),
                        ('since', models.DateTimeField()),
                        ('hand_over_by', models.DateTimeField(null=True)),
                        ('offered_model', models.CharField(blank=True, max_length=14)),
                        ('offered_at', models.DateTimeField(null=True)),
                        ('words', models.CharField(blank=True, max_length=300)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='cases.case')),
                        ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('offered_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-since', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('model__in', ['CO_LED', 'RO_LED', 'TT_LED', 'TT_INITIATED'])), name='lead_model_known'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case',), name='one_lead_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('model', 'TT_INITIATED'), _negated=True), ('hand_over_by__isnull', False), _connector='OR'), name='initiated_lead_hands_over')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleWaiver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rule', models.CharField(max_length=40)),
                        ('text', models.TextField()),
                        ('reason', models.TextField()),
                        ('state', models.CharField(default='ASKED', max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('ends_on', models.DateField(null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rule_waivers', to='cases.case')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-asked_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ASKED', 'APPROVED', 'REFUSED', 'ENDED'])), name='rule_waiver_state'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rule_waiver_has_reason'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='rule_waiver_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Seat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30)),
                        ('number', models.PositiveSmallIntegerField(default=1)),
                        ('since', models.DateField(null=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='cases.case')),
                        ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                        ('nominated', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'code', 'number'), name='seat_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StageState',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stage', models.CharField(max_length=10)),
                        ('state', models.CharField(default='AHEAD', max_length=8)),
                        ('record_state', models.CharField(blank=True, max_length=30)),
                        ('next_role', models.CharField(blank=True, max_length=20)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                        ('unit', models.CharField(blank=True, max_length=20)),
                        ('msgid', models.TextField(blank=True)),
                        ('facts', models.JSONField(default=dict)),
                        ('link', models.CharField(blank=True, max_length=200)),
                        ('updated_at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='cases.case')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('case', 'stage'), name='stage_once'), models.CheckConstraint(condition=models.Q(('stage__in', ['watch', 'decide', 'assess', 'design', 'fund', 'staff', 'deliver', 'measure', 'learn'])), name='stage_name'), models.CheckConstraint(condition=models.Q(('state__in', ['AHEAD', 'OPEN', 'WAITING', 'DONE', 'SKIPPED'])), name='stage_state')],
                    },
                ),
                migrations.CreateModel(
                    name='TimelineEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('stage', models.CharField(blank=True, max_length=10)),
                        ('msgid', models.TextField()),
                        ('facts', models.JSONField(default=dict)),
                        ('link', models.CharField(blank=True, max_length=200)),
                        ('key', models.CharField(max_length=120, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timeline', to='cases.case')),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['case', '-at'], name='timeline_order')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'key'), name='timeline_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='DecisionVoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.PositiveSmallIntegerField(default=1)),
                        ('kind', models.CharField(max_length=10)),
                        ('words', models.TextField(blank=True)),
                        ('said_at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='cases.decision')),
                    ],
                    options={
                        'ordering': ['said_at', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'COMMENT'), _negated=True), fields=('decision', 'by', 'round'), name='voice_once_a_round'), models.CheckConstraint(condition=models.Q(('kind__in', ['CONSENT', 'OBJECTION', 'COMMENT'])), name='voice_kind'), models.CheckConstraint(condition=models.Q(('kind', 'CONSENT'), models.Q(('words', ''), _negated=True), _connector='OR'), name='voice_has_words')],
                    },
                ),
                migrations.CreateModel(
                    name='Idea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('posted_at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='cases.case')),
                        ('task', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea', to='cases.casetask')),
                    ],
                    options={
                        'ordering': ['-posted_at', '-pk'],
                    },
                ),
            ],
        ),
    ]
