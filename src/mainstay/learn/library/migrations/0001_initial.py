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
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('title', models.CharField(max_length=240)),
                        ('abstract', models.TextField(blank=True)),
                        ('kind', models.CharField(max_length=24)),
                        ('language', models.CharField(default='en', max_length=5)),
                        ('authors', models.CharField(blank=True, max_length=240)),
                        ('licence', models.CharField(blank=True, max_length=40)),
                        ('source', models.URLField(blank=True)),
                        ('public', models.BooleanField(default=True)),
                        ('state', models.CharField(default='DRAFT', max_length=10)),
                        ('topics', models.JSONField(default=list)),
                        ('added_at', models.DateTimeField()),
                        ('published_at', models.DateTimeField(null=True)),
                        ('withdrawn_reason', models.CharField(blank=True, max_length=300)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.case')),
                        ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                    ],
                    options={
                        'ordering': ['-added_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'PUBLISHED', 'WITHDRAWN'])), name='document_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'PUBLISHED'), _negated=True), models.Q(('published_at__isnull', False), models.Q(('licence', ''), _negated=True)), _connector='OR'), name='document_published_has_licence'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'WITHDRAWN'), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='document_withdrawn_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentTranslation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('language', models.CharField(max_length=5)),
                        ('title', models.CharField(max_length=240)),
                        ('of_version', models.PositiveSmallIntegerField()),
                        ('attachment_id', models.BigIntegerField()),
                        ('machine', models.BooleanField(default=False)),
                        ('state', models.CharField(default='DRAFT', max_length=8)),
                        ('drafted_at', models.DateTimeField()),
                        ('reviewed_at', models.DateTimeField(null=True)),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='library.document')),
                        ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['language'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'REVIEWED', 'OUTDATED'])), name='document_translation_state'), models.UniqueConstraint(fields=('document', 'language'), name='document_translation_once'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='document_translation_second_eye')],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('attachment_id', models.BigIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('what_changed', models.CharField(blank=True, max_length=300)),
                        ('text', models.TextField(blank=True)),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='library.document')),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='document_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ToolUse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('user_type', models.CharField(max_length=40)),
                        ('level', models.CharField(default='national', max_length=12)),
                        ('used_on', models.DateField()),
                        ('evidence', models.TextField()),
                        ('logged_at', models.DateTimeField()),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                        ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.country')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='library.document')),
                        ('logged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-used_on', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['USE', 'REQUEST', 'INTEGRATION'])), name='tool_use_kind'), models.CheckConstraint(condition=models.Q(('level__in', ['global', 'regional', 'national', 'local'])), name='tool_use_level'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='tool_use_has_evidence')],
                    },
                ),
            ],
        ),
    ]
