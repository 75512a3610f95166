"""Feeds, their messages and what was decided about them are of every format: their tables go to the room `feeds`."""

from django.db import migrations, models

_MODELS = (
    "Feed", "FeedHold", "FeedRelease", "ReplayCompletion", "Message", "HeldReplay", "Quarantine", "QuarantineResolution",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("hl7v2", "0001_initial")]

    operations = [
        migrations.AddField("message", "format", models.CharField(db_default="hl7v2", max_length=12)),
        migrations.RemoveField("quarantine", "code"),
        migrations.RemoveIndex("feedhold", "hl7v2_holds_in_force"),
        migrations.AddIndex(
            "feedhold",
            models.Index(fields=["in_force"], condition=models.Q(in_force=True), name="feeds_holds_in_force"),
        ),
        migrations.RemoveConstraint("message", "hl7v2_a_feed_says_a_thing_once"),
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(fields=["control_id", "digest", "feed"], name="feeds_a_feed_says_a_thing_once"),
        ),
        migrations.RenameIndex("message", old_name="hl7v2_by_feed_and_arrival", new_name="feeds_by_feed_and_arrival"),
        migrations.RenameIndex("message", old_name="hl7v2_age_of_the_picture", new_name="feeds_age_of_the_picture"),
        migrations.RemoveIndex("message", "hl7v2_held"),
        migrations.AddIndex(
            "message",
            models.Index(fields=["hold", "id"], condition=models.Q(hold__isnull=False), name="feeds_held"),
        ),
        migrations.RenameIndex("quarantine", old_name="hl7v2_by_reason", new_name="feeds_by_reason"),
        *(migrations.AlterModelTable(model, f"feeds_{model.lower()}") for model in _MODELS),
    ]
