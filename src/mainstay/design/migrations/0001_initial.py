import django.db.models.deletion
import mainstay.common.clock
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
                    name='Project',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('number', models.PositiveSmallIntegerField()),
                        ('reference', models.CharField(max_length=30, unique=True)),
                        ('title', models.CharField(max_length=200)),
                        ('currency', models.CharField(max_length=3)),
                        ('usd_rate', models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                        ('usd_rate_on', models.DateField(null=True)),
                        ('state', models.CharField(default='DRAFT', max_length=16)),
                        ('running', models.BooleanField(default=False)),
                        ('starts_on', models.DateField(null=True)),
                        ('ends_on', models.DateField(null=True)),
                        ('workdays_per_year', models.PositiveSmallIntegerField(default=220)),
                        ('programme', models.CharField(default='JPR', max_length=8)),
                        ('package', models.CharField(blank=True, max_length=24)),
                        ('phases', models.JSONField(default=list)),
                        ('goal', models.TextField(blank=True)),
                        ('root_causes', models.TextField(blank=True)),
                        ('opportunity', models.TextField(blank=True)),
                        ('contact', models.TextField(blank=True)),
                        ('grievance', models.TextField(blank=True)),
                        ('levels_reason', models.TextField(blank=True)),
                        ('exit_plan', models.TextField(blank=True)),
                        ('handed_to', models.CharField(blank=True, max_length=200)),
                        ('daily_wage_minor', models.BigIntegerField(null=True)),
                        ('days_per_worker', models.DecimalField(decimal_places=1, max_digits=6, null=True)),
                        ('markers', models.JSONField(default=dict)),
                        ('tags', models.JSONField(default=dict)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('round', models.PositiveSmallIntegerField(default=1)),
                        ('created_at', models.DateTimeField(default=mainstay.common.clock.now)),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('playbook_version', models.CharField(max_length=40)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='cases.case')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                        ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-created_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'IN_CONSULTATION', 'IN_REVIEW', 'REVISION', 'APPROVED', 'FUNDED', 'ACTIVE', 'HANDED_OVER', 'CLOSED'])), name='project_state'), models.UniqueConstraint(fields=('case', 'number'), name='project_number_once'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='project_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('APPROVED', 'FUNDED', 'ACTIVE', 'HANDED_OVER')), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='project_approved_has_approver'), models.CheckConstraint(condition=models.Q(('workdays_per_year__gte', 100), ('workdays_per_year__lte', 366)), name='project_workdays_plausible'), models.CheckConstraint(condition=models.Q(('usd_rate__isnull', True), models.Q(('usd_rate__gt', 0), ('usd_rate_on__isnull', False)), _connector='OR'), name='project_rate_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanOption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=2)),
                        ('title', models.CharField(max_length=120)),
                        ('chosen', models.BooleanField(default=False)),
                        ('first_day', models.PositiveSmallIntegerField(default=30)),
                        ('women_share', models.DecimalField(decimal_places=4, default=0, max_digits=5)),
                        ('why', models.TextField(blank=True)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='options', to='design.project')),
                    ],
                    options={
                        'ordering': ['code'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'code'), name='plan_option_once'), models.UniqueConstraint(condition=models.Q(('chosen', True)), fields=('project',), name='plan_option_one_chosen'), models.CheckConstraint(condition=models.Q(('women_share__gte', 0), ('women_share__lte', 1)), name='plan_option_women_share')],
                    },
                ),
                migrations.CreateModel(
                    name='PlannedModule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=12)),
                        ('phase', models.CharField(max_length=16)),
                        ('component', models.CharField(max_length=8)),
                        ('level', models.CharField(max_length=8)),
                        ('from_package', models.BooleanField(default=False)),
                        ('removed', models.BooleanField(default=False)),
                        ('changed', models.BooleanField(default=False)),
                        ('reason', models.TextField(blank=True)),
                        ('what_changed', models.TextField(blank=True)),
                        ('delivered_evidence', models.TextField(blank=True)),
                        ('horizon', models.CharField(default='PATH', max_length=4)),
                        ('not_before_week', models.DecimalField(decimal_places=1, default=0, max_digits=6)),
                        ('weeks', models.DecimalField(decimal_places=1, max_digits=6)),
                        ('carries_after_weeks', models.DecimalField(decimal_places=1, max_digits=6)),
                        ('leads_to', models.JSONField(default=list)),
                        ('leads_to_text', models.CharField(blank=True, max_length=200)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modules', to='design.project')),
                    ],
                    options={
                        'ordering': ['not_before_week', 'code', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'code', 'phase'), name='planned_module_once'), models.CheckConstraint(condition=models.Q(('horizon__in', ['DAY1', 'PATH'])), name='planned_module_horizon'), models.CheckConstraint(condition=models.Q(models.Q(('changed', False), ('from_package', True), ('removed', False)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='planned_module_diff_has_reason'), models.CheckConstraint(condition=models.Q(('not_before_week__gte', 0), ('weeks__gt', 0)), name='planned_module_in_time')],
                    },
                ),
                migrations.CreateModel(
                    name='MissingConstituent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('body', models.CharField(max_length=12)),
                        ('why', models.TextField()),
                        ('plan', models.TextField()),
                        ('module', models.CharField(max_length=12)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missing_constituents', to='design.project')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('project', 'body'), name='missing_constituent_once'), models.CheckConstraint(condition=models.Q(('body__in', ['government', 'employers', 'workers'])), name='missing_constituent_body'), models.CheckConstraint(condition=models.Q(models.Q(('why', ''), _negated=True), models.Q(('plan', ''), _negated=True)), name='missing_constituent_has_plan')],
                    },
                ),
                migrations.CreateModel(
                    name='ConflictPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=10)),
                        ('text', models.TextField()),
                        ('effect', models.TextField()),
                        ('answer', models.TextField()),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflict_points', to='design.project')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['DIVIDER', 'CONNECTOR'])), name='conflict_point_kind'), models.CheckConstraint(condition=models.Q(('answer', ''), _negated=True), name='conflict_point_answered')],
                    },
                ),
                migrations.CreateModel(
                    name='Comment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('field', models.CharField(max_length=40)),
                        ('words', models.TextField()),
                        ('said_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('is_review', models.BooleanField(default=False)),
                        ('taken', models.BooleanField(null=True)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='design.project')),
                    ],
                    options={
                        'ordering': ['said_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('taken__isnull', True), ('taken', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='comment_refusal_has_reason'), models.CheckConstraint(condition=models.Q(('taken__isnull', True), ('answered_at__isnull', False), _connector='OR'), name='comment_answered_at')],
                    },
                ),
                migrations.CreateModel(
                    name='BlockCell',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('block', models.CharField(max_length=30)),
                        ('filled_by', models.TextField(blank=True)),
                        ('not_applicable_because', models.TextField(blank=True)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='design.project')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'block'), name='block_cell_once'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('filled_by', ''), _negated=True), ('not_applicable_because', '')), models.Q(('filled_by', ''), models.Q(('not_applicable_because', ''), _negated=True)), _connector='OR'), name='block_cell_filled_or_explained')],
                    },
                ),
                migrations.CreateModel(
                    name='QualityScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('criterion', models.CharField(max_length=20)),
                        ('score', models.PositiveSmallIntegerField()),
                        ('words', models.TextField(blank=True)),
                        ('scored_at', models.DateTimeField()),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='design.project')),
                        ('scored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'round', 'criterion'), name='quality_score_once'), models.CheckConstraint(condition=models.Q(('score__lte', 3)), name='quality_score_0_to_3'), models.CheckConstraint(condition=models.Q(('score__gte', 2), models.Q(('words', ''), _negated=True), _connector='OR'), name='quality_score_low_has_words')],
                    },
                ),
                migrations.CreateModel(
                    name='Risk',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('module', models.CharField(blank=True, max_length=12)),
                        ('text', models.TextField()),
                        ('likelihood', models.PositiveSmallIntegerField()),
                        ('impact', models.PositiveSmallIntegerField()),
                        ('mitigation', models.TextField()),
                        ('owner_role', models.CharField(max_length=20)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='design.project')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('impact__gte', 1), ('impact__lte', 5), ('likelihood__gte', 1), ('likelihood__lte', 5)), name='risk_rated'), models.CheckConstraint(condition=models.Q(('mitigation', ''), _negated=True), name='risk_has_mitigation')],
                    },
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.CharField(max_length=12)),
                        ('group', models.CharField(default='ALL', max_length=40)),
                        ('value', models.DecimalField(decimal_places=4, max_digits=16)),
                        ('unit', models.CharField(blank=True, max_length=40)),
                        ('baseline', models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                        ('due_on', models.DateField(null=True)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='design.project')),
                    ],
                    options={
                        'ordering': ['indicator', 'group'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'indicator', 'group'), name='target_once_per_group'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='target_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('at', models.DateTimeField()),
                        ('why', models.TextField(blank=True)),
                        ('assessment', models.CharField(blank=True, max_length=40)),
                        ('amounts', models.JSONField()),
                        ('content', models.JSONField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='design.project')),
                    ],
                    options={
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Waiver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('role', models.CharField(max_length=60)),
                        ('reason', models.TextField()),
                        ('signed_at', models.DateTimeField()),
                        ('until', models.DateField()),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='design.project')),
                        ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-signed_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['ASSESSMENT', 'CONSULTATION'])), name='waiver_kind'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiver_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='BudgetLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('module', models.CharField(blank=True, max_length=12)),
                        ('title', models.CharField(max_length=200)),
                        ('unit', models.CharField(max_length=60)),
                        ('quantity', models.DecimalField(decimal_places=2, max_digits=14)),
                        ('unit_cost_minor', models.BigIntegerField()),
                        ('labour_share', models.DecimalField(decimal_places=4, default=0, max_digits=5)),
                        ('low_minor', models.BigIntegerField(null=True)),
                        ('typical_minor', models.BigIntegerField(null=True)),
                        ('high_minor', models.BigIntegerField(null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='design.planoption')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 0), ('unit_cost_minor__gte', 0)), name='budget_line_not_negative'), models.CheckConstraint(condition=models.Q(('labour_share__gte', 0), ('labour_share__lte', 1)), name='budget_line_labour_share'), models.CheckConstraint(condition=models.Q(('typical_minor__isnull', True), models.Q(('high_minor__gte', models.F('typical_minor')), ('low_minor__lte', models.F('typical_minor'))), _connector='OR'), name='budget_line_usual_order')],
                    },
                ),
            ],
        ),
    ]
