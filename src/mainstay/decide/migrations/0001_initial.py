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
        ('partners', '0001_initial'),
        ('watch', '0001_initial'),
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Request',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('reference', models.CharField(max_length=24, null=True, unique=True)),
                        ('state', models.CharField(default='DRAFT', max_length=12)),
                        ('what_happened', models.TextField(blank=True)),
                        ('work_effects', models.TextField(blank=True)),
                        ('asked', models.TextField(blank=True)),
                        ('crisis_types', models.JSONField(default=list)),
                        ('components', models.JSONField(default=list)),
                        ('areas', models.JSONField(default=list)),
                        ('onset_on', models.DateField(null=True)),
                        ('people_affected', models.PositiveBigIntegerField(null=True)),
                        ('jobs_lost', models.PositiveBigIntegerField(null=True)),
                        ('jobs_baseline', models.PositiveBigIntegerField(null=True)),
                        ('money_committed_usd', models.PositiveBigIntegerField(null=True)),
                        ('money_likely_usd', models.PositiveBigIntegerField(null=True)),
                        ('urgency', models.CharField(blank=True, max_length=200)),
                        ('other_actors', models.TextField(blank=True)),
                        ('security_note', mainstay.common.fields.EncryptedTextField(editable=True, null=True)),
                        ('language', models.CharField(default='en', max_length=5)),
                        ('may_share', models.BooleanField(default=False)),
                        ('own_initiative', models.BooleanField(default=False)),
                        ('origin', models.CharField(blank=True, max_length=30)),
                        ('received_at', models.DateTimeField(null=True)),
                        ('track', models.CharField(default='normal', max_length=6)),
                        ('level', models.CharField(default='L1', max_length=2)),
                        ('round', models.PositiveSmallIntegerField(default=1)),
                        ('triaged_at', models.DateTimeField(null=True)),
                        ('consult_due_on', models.DateField(null=True)),
                        ('consulted_at', models.DateTimeField(null=True)),
                        ('consultation', models.JSONField(default=dict)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_reason', models.TextField(blank=True)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('playbook_version', models.CharField(blank=True, max_length=40)),
                        ('alert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='watch.alert')),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='cases.case')),
                        ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='common.country')),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='decide.request')),
                        ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-received_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'RECEIVED', 'ACKNOWLEDGED', 'TRIAGED', 'SCORED', 'DECIDED', 'ACTIVE', 'WATCH', 'REFERRED', 'DECLINED', 'RESCORE', 'WITHDRAWN', 'MERGED'])), name='request_state'), models.CheckConstraint(condition=models.Q(('track__in', ['normal', 'fast'])), name='request_track'), models.CheckConstraint(condition=models.Q(('level__in', ['L1', 'L2', 'L3'])), name='request_level'), models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'WITHDRAWN']), models.Q(('country__isnull', False), ('received_at__isnull', False), ('reference__isnull', False), models.Q(('what_happened', ''), _negated=True), models.Q(('work_effects', ''), _negated=True), models.Q(('asked', ''), _negated=True)), _connector='OR'), name='request_four_answers'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'MERGED'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='request_merged_into'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='request_not_into_itself'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ACTIVE'), _negated=True), ('case__isnull', False), _connector='OR'), name='request_active_has_case')],
                    },
                ),
                migrations.CreateModel(
                    name='RequestNumber',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('last', models.PositiveIntegerField(default=0)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('country', 'year'), name='request_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('answer', models.CharField(max_length=10)),
                        ('proposed', models.CharField(max_length=10)),
                        ('band', models.CharField(max_length=1)),
                        ('basis', models.JSONField(default=dict)),
                        ('reasons', models.TextField()),
                        ('conditions', models.JSONField(default=list)),
                        ('window_limit', models.CharField(blank=True, max_length=2)),
                        ('lead_model', models.CharField(blank=True, max_length=14)),
                        ('criticality', models.CharField(blank=True, max_length=3)),
                        ('decided_at', models.DateTimeField()),
                        ('first_review_on', models.DateField()),
                        ('second_review_on', models.DateField()),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='decide.request')),
                    ],
                    options={
                        'ordering': ['-decided_at'],
                        'constraints': [models.UniqueConstraint(fields=('request', 'round'), name='decision_once_a_round'), models.CheckConstraint(condition=models.Q(('answer__in', ['ENGAGE', 'CONDITIONS', 'ASSESSMENT', 'REMOTE', 'WATCH', 'REFER', 'DECLINE'])), name='request_decision_answer'), models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='decision_has_reasons')],
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state_before', models.CharField(max_length=12)),
                        ('moved', models.JSONField(default=dict)),
                        ('reason', models.TextField(blank=True)),
                        ('merged_at', models.DateTimeField()),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('merged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='decide.request')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decide.request')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('source',), name='merge_one_in_force')],
                    },
                ),
                migrations.CreateModel(
                    name='GateAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('gate', models.CharField(max_length=4)),
                        ('answer', models.CharField(max_length=7)),
                        ('evidence', models.TextField()),
                        ('answered_at', models.DateTimeField()),
                        ('replaced_at', models.DateTimeField(null=True)),
                        ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gates', to='decide.request')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('request', 'gate'), name='gate_one_answer'), models.CheckConstraint(condition=models.Q(('answer__in', ['YES', 'NO', 'UNKNOWN'])), name='gate_answer'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='gate_has_evidence')],
                    },
                ),
                migrations.CreateModel(
                    name='Discussion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('criterion', models.CharField(max_length=4)),
                        ('words', models.TextField()),
                        ('agreed', models.PositiveSmallIntegerField(null=True)),
                        ('written_at', models.DateTimeField()),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discussions', to='decide.request')),
                    ],
                    options={
                        'ordering': ['written_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='discussion_has_words'), models.CheckConstraint(condition=models.Q(('agreed__isnull', True), ('agreed__lte', 5), _connector='OR'), name='agreed_zero_to_five')],
                    },
                ),
                migrations.CreateModel(
                    name='BandOverride',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('computed', models.CharField(max_length=1)),
                        ('band', models.CharField(max_length=1)),
                        ('reason', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='decide.request')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('request', 'round'), name='override_once_a_round'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Requester',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('origin', models.CharField(max_length=30)),
                        ('name', models.CharField(max_length=160)),
                        ('mandate', models.CharField(blank=True, max_length=300)),
                        ('contact', mainstay.common.fields.EncryptedTextField(editable=True, null=True)),
                        ('asked_at', models.DateTimeField()),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requesters', to='decide.request')),
                    ],
                    options={
                        'ordering': ['asked_at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RequestEvidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('about', models.CharField(blank=True, max_length=10)),
                        ('words', models.TextField()),
                        ('link', models.CharField(blank=True, max_length=300)),
                        ('given_at', models.DateTimeField()),
                        ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='decide.request')),
                    ],
                    options={
                        'ordering': ['given_at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RequestTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30)),
                        ('round', models.PositiveSmallIntegerField(default=1)),
                        ('owner_role', models.CharField(max_length=20)),
                        ('escalate_role', models.CharField(max_length=20)),
                        ('started_at', models.DateTimeField()),
                        ('remind_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('met_at', models.DateTimeField(null=True)),
                        ('reminded_at', models.DateTimeField(null=True)),
                        ('escalated_at', models.DateTimeField(null=True)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='decide.request')),
                    ],
                    options={
                        'ordering': ['due_at'],
                        'indexes': [models.Index(fields=['met_at', 'remind_at'], name='request_target_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('request', 'code', 'round'), name='request_target_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Scoring',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('started_at', models.DateTimeField()),
                        ('sealed_at', models.DateTimeField(null=True)),
                        ('weights', models.JSONField(default=dict)),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorings', to='decide.request')),
                        ('scorer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorings', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('request', 'round', 'scorer'), name='scoring_once_a_round')],
                    },
                ),
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('language', models.CharField(max_length=5)),
                        ('written_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='decide.decision')),
                        ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Referral',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('to', models.CharField(max_length=160)),
                        ('words', models.TextField()),
                        ('referred_at', models.DateTimeField()),
                        ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='decide.decision')),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                        ('referred_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='CriterionScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('criterion', models.CharField(max_length=4)),
                        ('score', models.PositiveSmallIntegerField(null=True)),
                        ('evidence', models.TextField(blank=True)),
                        ('proposed', models.PositiveSmallIntegerField(null=True)),
                        ('scoring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='decide.scoring')),
                    ],
                    options={
                        'ordering': ['criterion'],
                        'constraints': [models.UniqueConstraint(fields=('scoring', 'criterion'), name='criterion_scored_once'), models.CheckConstraint(condition=models.Q(('score__isnull', True), ('score__lte', 5), _connector='OR'), name='score_zero_to_five')],
                    },
                ),
            ],
        ),
    ]
