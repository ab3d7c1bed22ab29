import django.db.models.deletion
import mainstay.common.audit_guard
import mainstay.common.first_tables
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='AuditAnchor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('heads', models.JSONField()),
                        ('signature', models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name='AuditChain',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=60, unique=True)),
                        ('length', models.PositiveBigIntegerField(default=0)),
                        ('head', models.CharField(default='', max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name='Country',
                    fields=[
                        ('iso3', models.CharField(max_length=3, primary_key=True, serialize=False)),
                        ('iso2', models.CharField(max_length=2, unique=True)),
                        ('m49', models.PositiveSmallIntegerField(null=True, unique=True)),
                        ('names', models.JSONField(default=dict)),
                        ('name', models.CharField(max_length=100)),
                        ('region', models.CharField(db_index=True, max_length=40)),
                        ('subregion', models.CharField(blank=True, max_length=60)),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('capital', models.CharField(blank=True, max_length=60)),
                        ('g7plus', models.BooleanField(default=False)),
                        ('least_developed', models.BooleanField(default=False)),
                        ('landlocked_developing', models.BooleanField(default=False)),
                        ('small_island', models.BooleanField(default=False)),
                        ('has_office', models.BooleanField(default=False)),
                        ('neighbours', models.JSONField(default=list)),
                    ],
                    options={
                        'verbose_name_plural': 'countries',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('task', models.CharField(max_length=80)),
                        ('parameters', models.JSONField(default=dict)),
                        ('person_id', models.BigIntegerField()),
                        ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('RUNNING', 'Running'), ('DONE', 'Done'), ('FAILED', 'Failed'), ('CANCELLED', 'Cancelled')], default='WAITING', max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('started_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('done', models.PositiveBigIntegerField(default=0)),
                        ('total', models.PositiveBigIntegerField(null=True)),
                        ('doing', models.CharField(blank=True, max_length=200)),
                        ('cancel_asked', models.BooleanField(default=False)),
                        ('cursor', models.JSONField(null=True)),
                        ('outcome', models.JSONField(null=True)),
                        ('error', models.JSONField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SubjectKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', models.CharField(max_length=80, unique=True)),
                        ('secret', models.BinaryField(null=True)),
                        ('erased_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('sha256', models.CharField(db_index=True, max_length=64)),
                        ('size', models.PositiveBigIntegerField()),
                        ('content_type', models.CharField(max_length=100)),
                        ('record_kind', models.CharField(max_length=60)),
                        ('record_id', models.CharField(max_length=60)),
                        ('data_class', models.CharField(default='INTERNAL', max_length=12)),
                        ('added_by_id', models.BigIntegerField(null=True)),
                        ('added_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['record_kind', 'record_id'], name='attachment_record')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('person_id', models.BigIntegerField(null=True)),
                        ('address', models.CharField(blank=True, max_length=254)),
                        ('msgid', models.TextField()),
                        ('facts', models.JSONField(default=dict)),
                        ('link', models.CharField(blank=True, max_length=300)),
                        ('without_content', models.BooleanField(default=False)),
                        ('dedupe_key', models.CharField(max_length=160, unique=True)),
                        ('created_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('SENT', 'Sent'), ('FAILED', 'Failed')], default='WAITING', max_length=8)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('last_error', models.CharField(blank=True, max_length=200)),
                        ('read_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'due_at'], name='notice_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('person_id__isnull', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='notice_has_recipient')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveBigIntegerField()),
                        ('at', models.DateTimeField()),
                        ('case_at', models.DateTimeField()),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('action', models.CharField(max_length=80)),
                        ('record_kind', models.CharField(blank=True, max_length=60)),
                        ('record_id', models.CharField(blank=True, max_length=60)),
                        ('reason', models.TextField(blank=True)),
                        ('facts', models.JSONField(default=dict)),
                        ('digests', models.JSONField(default=dict)),
                        ('rows', models.PositiveBigIntegerField(null=True)),
                        ('rows_sha256', models.CharField(blank=True, max_length=64)),
                        ('previous', models.CharField(max_length=64)),
                        ('hash', models.CharField(max_length=64)),
                        ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='common.auditchain')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['record_kind', 'record_id'], name='audit_entry_record')],
                        'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='audit_entry_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Area',
                    fields=[
                        ('pcode', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('level', models.PositiveSmallIntegerField(default=1)),
                        ('name', models.CharField(max_length=120)),
                        ('source', models.CharField(max_length=120)),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='common.area')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='common.country')),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='CountryYear',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fiscal_year', models.PositiveSmallIntegerField()),
                        ('income_group', models.CharField(blank=True, max_length=30)),
                        ('ida', models.CharField(blank=True, max_length=30)),
                        ('fragile', models.BooleanField(null=True)),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='common.country')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('country', 'fiscal_year'), name='country_year_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.BinaryField()),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='common.auditentry')),
                        ('subject_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='common.subjectkey')),
                    ],
                ),
            ],
        ),
        migrations.RunPython(
            code=mainstay.common.audit_guard.forwards,
            reverse_code=mainstay.common.audit_guard.backwards,
        ),
    ]
