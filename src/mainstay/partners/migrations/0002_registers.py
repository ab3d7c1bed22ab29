import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def give_identities(apps, schema_editor):
    """Give each forum an identity and an owner: who entered it."""
    forums = apps.get_model("partners", "Forum")
    for forum in forums.objects.all():
        forum.uid = uuid.uuid4()
        forum.save(update_fields=["uid"])
    forums.objects.update(owner=F("entered_by"))
    if schema_editor.connection.vendor == "postgresql":
        # What was written is checked at once, so that the table may be changed further in this transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('common', '0001_initial'),
        ('partners', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='forum', name='forum_once'),
        migrations.AlterModelOptions(name='forum', options={'ordering': ['title']}),
        migrations.RenameField(model_name='forum', old_name='name', new_name='title'),
        migrations.RenameField(model_name='forum', old_name='registered_by', new_name='entered_by'),
        migrations.AlterField(model_name='forum', name='title', field=models.CharField(max_length=200)),
        migrations.AddField(
            model_name='forum', name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='forum', name='owner',
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+',
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(model_name='forum', name='due_on', field=models.DateField(null=True)),
        migrations.AddField(model_name='forum', name='evidence', field=models.TextField(blank=True, default='')),
        migrations.AddField(model_name='forum', name='told_late_on', field=models.DateField(null=True)),
        migrations.AddField(model_name='forum', name='synthetic', field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name='forum', name='state', field=models.CharField(default='ACTIVE', max_length=12)
        ),
        migrations.AddField(
            model_name='forum', name='entered_at',
            field=models.DateTimeField(default=django.utils.timezone.now), preserve_default=False,
        ),
        migrations.RunPython(give_identities, migrations.RunPython.noop),
    ]
