import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0001_initial'),
        ('design', '0002_commitment'),
    ]

    operations = [
        migrations.AddField(
            model_name='project',
            name='option',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='designs', to='assess.option'),
        ),
    ]
