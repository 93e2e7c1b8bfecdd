

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='is_cancel_asked',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='job',
            name='lease',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='lease_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='put_by',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='job',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('dead', 'Given up'), ('cancelled', 'Cancelled'), ('dropped', 'Dropped')], default='waiting', max_length=16),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['state', 'created_at'], name='jobs_by_state'),
        ),
    ]
