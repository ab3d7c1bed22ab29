import django.db.migrations.operations.special
import django.db.models.deletion
import mainstay.common.first_tables
import mainstay.learn.lessons.services.search_tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0001_initial'),
    ]

    operations = [
        mainstay.common.first_tables.CreateTogether(
            operations=[
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('state', models.CharField(default='OPEN', max_length=8)),
                        ('opened_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('reminded_at', models.DateTimeField(null=True)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('words', models.TextField(blank=True)),
                        ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='cases.case')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-opened_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'APPROVED'])), name='review_state'), models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('case',), name='review_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'APPROVED'), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='review_approved_has_person')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('record_id', models.BigIntegerField()),
                        ('language', models.CharField(default='en', max_length=5)),
                        ('title', models.CharField(max_length=300)),
                        ('words_title', models.TextField()),
                        ('words_body', models.TextField()),
                        ('dated_on', models.DateField()),
                    ],
                    options={
                        'verbose_name_plural': 'search entries',
                        'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='search_entry_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Recommendation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('owner_role', models.CharField(max_length=20)),
                        ('due_on', models.DateField()),
                        ('state', models.CharField(default='ASKED', max_length=8)),
                        ('answer_due_on', models.DateField()),
                        ('answer', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('done_on', models.DateField(null=True)),
                        ('evidence', models.TextField(blank=True)),
                        ('reminded_at', models.DateTimeField(null=True)),
                        ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='lessons.review')),
                    ],
                    options={
                        'ordering': ['due_on', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ASKED', 'ACCEPTED', 'PARTLY', 'REJECTED', 'DONE'])), name='recommendation_state'), models.CheckConstraint(condition=models.Q(('state', 'ASKED'), models.Q(('answer', ''), _negated=True), _connector='OR'), name='recommendation_answered_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'DONE'), _negated=True), models.Q(('done_on__isnull', False), models.Q(('evidence', ''), _negated=True)), _connector='OR'), name='recommendation_done_has_evidence')],
                    },
                ),
                migrations.CreateModel(
                    name='Lesson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('title', models.CharField(max_length=200)),
                        ('learned', models.TextField()),
                        ('who', models.CharField(max_length=160)),
                        ('should', models.TextField()),
                        ('source', models.CharField(max_length=300)),
                        ('link', models.URLField(blank=True)),
                        ('language', models.CharField(default='en', max_length=5)),
                        ('state', models.CharField(default='RAW', max_length=10)),
                        ('written_at', models.DateTimeField()),
                        ('checked_at', models.DateTimeField(null=True)),
                        ('check_words', models.CharField(blank=True, max_length=300)),
                        ('synthetic', models.BooleanField(default=False)),
                        ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='cases.case')),
                        ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='lessons.review')),
                    ],
                    options={
                        'ordering': ['-written_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['RAW', 'VALIDATED', 'REFUSED', 'RETIRED'])), name='lesson_state'), models.CheckConstraint(condition=models.Q(models.Q(('who', ''), _negated=True), models.Q(('should', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='lesson_names_who_does_what'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'VALIDATED'), _negated=True), models.Q(('checked_by__isnull', False), models.Q(('checked_by', models.F('written_by')), _negated=True)), _connector='OR'), name='lesson_checked_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('question', models.CharField(max_length=10)),
                        ('words', models.TextField()),
                        ('said_at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='lessons.review')),
                    ],
                    options={
                        'ordering': ['said_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('question__in', ['expected', 'happened', 'why', 'keep', 'change'])), name='review_question'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='review_answer_has_words')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewParticipant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.CharField(max_length=160)),
                        ('side', models.CharField(max_length=12)),
                        ('persons', models.PositiveSmallIntegerField(default=1)),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='lessons.review')),
                    ],
                    options={
                        'ordering': ['side', 'organisation'],
                        'constraints': [models.UniqueConstraint(fields=('review', 'organisation'), name='review_participant_once'), models.CheckConstraint(condition=models.Q(('side__in', ['government', 'employers', 'workers', 'office', 'partner', 'participants'])), name='review_side')],
                    },
                ),
                migrations.CreateModel(
                    name='LessonTag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('code', models.CharField(max_length=24)),
                        ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='lessons.lesson')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'code'], name='lesson_tag_found')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['crisis_type', 'phase', 'component'])), name='lesson_tag_kind'), models.UniqueConstraint(fields=('lesson', 'kind', 'code'), name='lesson_tag_once')],
                    },
                ),
            ],
        ),
        migrations.RunPython(
            code=mainstay.learn.lessons.services.search_tables.migrate,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
    ]
