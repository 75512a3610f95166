"""The tables belong to the room `feeds` now."""

from django.db import migrations

# Each before what it refers to.
_MODELS = (
    "QuarantineResolution", "Quarantine", "HeldReplay", "Message", "ReplayCompletion", "FeedRelease", "FeedHold", "Feed",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("hl7v2", "0002_feeds_leave_this_room"), ("feeds", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(model) for model in _MODELS])
    ]
