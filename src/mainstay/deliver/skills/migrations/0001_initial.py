import django.db.models.deletion
import mainstay.common.clock
import mainstay.common.fields
import mainstay.common.first_tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('common', '0001_initial'),
        ('design', '0001_initial'),
        ('works', '0001_initial'),
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Course',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='design.project')),
                        ('code', models.CharField(max_length=24)),
                        ('title', models.CharField(max_length=160)),
                        ('isco', models.CharField(blank=True, max_length=4)),
                        ('provider', models.CharField(max_length=160)),
                        ('audience', models.CharField(default='WORKERS', max_length=10)),
                        ('hours', models.PositiveSmallIntegerField()),
                        ('units', models.JSONField(default=list)),
                        ('places', models.PositiveIntegerField()),
                        ('hazardous', models.BooleanField(default=False)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField()),
                        ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.area')),
                        ('state', models.CharField(default='PLANNED', max_length=10)),
                        ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('synthetic', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['PLANNED', 'APPROVED', 'RUNNING', 'COMPLETED', 'CLOSED', 'CANCELLED'])), name='skills_course_state'), models.UniqueConstraint(fields=('project', 'code'), name='skills_course_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='skills_course_order'), models.CheckConstraint(condition=models.Q(('audience__in', ['WORKERS', 'ENGINEERS', 'OTHERS'])), name='skills_course_audience'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('planned_by')), _negated=True), _connector='OR'), name='skills_course_second_hand')],
                    },
                ),
                migrations.CreateModel(
                    name='Trainee',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainees', to='skills.course')),
                        ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='works.worker')),
                        ('number', models.CharField(max_length=30)),
                        ('name', mainstay.common.fields.EncryptedTextField(editable=True, null=True)),
                        ('sex', models.CharField(max_length=1)),
                        ('birth_year', models.PositiveSmallIntegerField(null=True)),
                        ('enrolled_on', models.DateField()),
                        ('enrolled_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('attended_minutes', models.PositiveIntegerField(default=0)),
                        ('score', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ('passed', models.BooleanField(null=True)),
                        ('assessed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('dropped_reason', models.CharField(blank=True, max_length=200)),
                        ('changed_at', models.DateTimeField(default=mainstay.common.clock.real_now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='skills_trainee_once'), models.UniqueConstraint(condition=models.Q(('worker__isnull', False)), fields=('course', 'worker'), name='skills_worker_once'), models.CheckConstraint(condition=models.Q(('sex__in', ['F', 'M', 'X'])), name='skills_trainee_sex')],
                    },
                ),
                migrations.CreateModel(
                    name='Attendance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('trainee', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='skills.trainee')),
                        ('day', models.DateField()),
                        ('code', models.CharField(max_length=1)),
                        ('minutes', models.PositiveSmallIntegerField()),
                        ('marked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('trainee', 'day'), name='skills_attendance_once'), models.CheckConstraint(condition=models.Q(('code__in', ['P', 'H', 'A', 'E'])), name='skills_attendance_code'), models.CheckConstraint(condition=models.Q(('minutes__lte', 1440)), name='skills_attendance_minutes')],
                    },
                ),
                migrations.CreateModel(
                    name='Certificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('trainee', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='skills.trainee')),
                        ('number', models.CharField(max_length=40, unique=True)),
                        ('kind', models.CharField(default='COMPLETION', max_length=12)),
                        ('issued_on', models.DateField()),
                        ('issued_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_on', models.DateField(null=True)),
                        ('withdrawal_reason', models.CharField(blank=True, max_length=300)),
                        ('changed_at', models.DateTimeField(default=mainstay.common.clock.real_now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['COMPLETION', 'COMPETENCE', 'RECOGNITION'])), name='skills_certificate_kind'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='skills_withdrawal_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Tracer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tracers', to='skills.trainee')),
                        ('months', models.PositiveSmallIntegerField()),
                        ('answer', models.CharField(max_length=14)),
                        ('uses_skill', models.BooleanField(null=True)),
                        ('asked_on', models.DateField()),
                        ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('trainee', 'months'), name='skills_tracer_once'), models.CheckConstraint(condition=models.Q(('answer__in', ['EMPLOYED', 'SELF_EMPLOYED', 'TRAINING', 'WORKLESS', 'NOT_REACHED'])), name='skills_tracer_answer'), models.CheckConstraint(condition=models.Q(('months__in', [6, 12])), name='skills_tracer_months')],
                    },
                ),
            ],
        ),
    ]
