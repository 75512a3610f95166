"""What arrived, from whom, what became of it, and what people decided about it."""

from enum import StrEnum

from django.db import models

from permanence.foundation.records import Record

# A feed's code is MSH-3 and MSH-4 as sent; longer ones are cut, which merges nobody that a hospital would tell apart.
CODE_LENGTH = 120
CONTROL_ID_LENGTH = 200
EVENT_LENGTH = 40
REASON_LENGTH = 400


class Outcome(StrEnum):
    """What became of a message at its receipt."""

    APPLIED = "applied"
    QUARANTINED = "quarantined"
    HELD = "held"


class FeedKind(StrEnum):
    """What a feed mostly tells."""

    ADMISSIONS = "admissions"
    LABORATORY = "laboratory"
    AGENDA = "agenda"
    PRESCRIPTION = "prescription"
    DOCUMENTS = "documents"
    OTHER = "other"


class ResolutionKind(StrEnum):
    """How a person settled a quarantined message."""

    REPLAYED = "replayed"
    MENDED = "mended"
    DISCARDED = "discarded"


class Feed(Record):
    """One sender of messages; an empty `owner` means that nobody in the hospital has vouched for it yet."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    name = models.CharField(max_length=160)
    owner = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in FeedKind])
    # Used when MSH-18 is empty, which is the norm; empty means UTF-8, else Windows Latin.
    charset = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=40)
    # The longest silence that is normal, in seconds; null when nobody has said.
    rhythm = models.PositiveIntegerField(null=True)


class FeedActivity(models.Model):
    """What a feed said in one hour: what is usual is learned from it; kept for a few months.

    No record of the hospital's life but a counter, added to by every batch.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", db_index=False)
    hour = models.DateTimeField()
    messages = models.PositiveIntegerField(default=0)
    deletions = models.PositiveIntegerField(default=0)
    merges = models.PositiveIntegerField(default=0)
    blanks = models.PositiveIntegerField(default=0)
    shifts = models.PositiveIntegerField(default=0)
    departures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "hour"], name="feeds_an_hour_of_a_feed")]


class SilenceAlarm(Record):
    """A feed fell silent for longer than is usual; `occurred_at` is when that was so."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="silences")
    silent_since = models.DateTimeField()
    # How many messages would usually have come.
    expected = models.PositiveIntegerField()


class SilenceEnd(Record):
    """The feed was heard again, at `occurred_at`."""

    alarm = models.OneToOneField(SilenceAlarm, on_delete=models.PROTECT, related_name="end")


class FeedHold(Record):
    """From here on messages are stored and acknowledged, but not applied: of one feed, or of all when `feed` is null.

    `in_force` is what its releases and their completions amount to, kept here because every batch asks.
    `suspicion`: the poison guard held the feed, for `flood` of the last `window` messages; `earlier` are the ids of
    those that were applied before it did. `reason` is empty then: the screen words it in the reader's language.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, null=True, related_name="holds")
    suspicion = models.CharField(max_length=12, blank=True)
    flood = models.PositiveIntegerField(default=0)
    window = models.PositiveIntegerField(default=0)
    earlier = models.JSONField(default=list)
    in_force = models.BooleanField(default=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    held_by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["in_force"], condition=models.Q(in_force=True), name="feeds_holds_in_force"),
        ]


class FeedRelease(Record):
    """The end of a hold; `replay`: what it held is applied in order, before anything newer is.

    `discard`: nothing of what was held is needed; it is kept and waits for nobody.
    """

    hold = models.ForeignKey(FeedHold, on_delete=models.PROTECT, related_name="releases")
    replay = models.BooleanField()
    discard = models.BooleanField(default=False)
    reason = models.CharField(max_length=REASON_LENGTH)
    released_by = models.CharField(max_length=80)


class ReplayCompletion(Record):
    """The last held message of a release was applied or quarantined: messages are applied as they arrive again."""

    release = models.OneToOneField(FeedRelease, on_delete=models.PROTECT, related_name="completion")


class Message(Record):
    """One message exactly as it came; `occurred_at` is its arrival.

    `patient`, `stay` and `ledger_entry` are plain ids: the message outlives what it told of.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="messages", db_index=False)
    # The name of the format that reads it (`hl7v2`).
    format = models.CharField(max_length=12, db_default="hl7v2")
    raw = models.BinaryField()
    # SHA-256 of `raw`: the same bytes from the same feed are the same message, sent again.
    digest = models.BinaryField(max_length=32)
    control_id = models.CharField(max_length=CONTROL_ID_LENGTH)
    event = models.CharField(max_length=EVENT_LENGTH)
    # When its sender says it was sent; its arrival when the sender does not say, or says a later hour.
    sent_at = models.DateTimeField()
    charset = models.CharField(max_length=20)
    outcome = models.CharField(max_length=12, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    hold = models.ForeignKey(FeedHold, on_delete=models.PROTECT, null=True, related_name="messages", db_index=False)
    patient = models.UUIDField(null=True)
    stay = models.UUIDField(null=True)
    ledger_entry = models.UUIDField()

    class Meta:
        constraints = [
            # The sender's number first, though the digest covers it: numbers grow, so a batch touches one place of the
            # index, where its digests alone would touch as many as there are messages.
            models.UniqueConstraint(fields=["control_id", "digest", "feed"], name="feeds_a_feed_says_a_thing_once"),
        ]
        indexes = [
            models.Index(fields=["feed", "occurred_at"], name="feeds_by_feed_and_arrival"),
            models.Index(fields=["outcome", "sent_at"], name="feeds_age_of_the_picture"),
            models.Index(fields=["hold", "id"], condition=models.Q(hold__isnull=False), name="feeds_held"),
        ]


class HeldReplay(Record):
    """A held message, applied when its hold was released."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="replay")
    patient = models.UUIDField(null=True)
    stay = models.UUIDField(null=True)


class Quarantine(Record):
    """A message that could not be applied, why, and where; open until a resolution."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="quarantine")
    # The reason's stable name; the screen says it in the reader's language.
    reason = models.CharField(max_length=40)
    # What was found (an event code, the name of a fault), never a patient's trait.
    detail = models.CharField(max_length=REASON_LENGTH, blank=True)
    # Where in the message, as its sender is answered.
    location = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["reason"], name="feeds_by_reason")]


class QuarantineResolution(Record):
    """What a person decided; a discarded message may still be replayed or mended, the latest decision counts."""

    quarantine = models.ForeignKey(Quarantine, on_delete=models.PROTECT, related_name="resolutions")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ResolutionKind])
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    # The mended text as it was applied; the original stays in the message.
    mended = models.BinaryField(null=True)
    patient = models.UUIDField(null=True)
    stay = models.UUIDField(null=True)
    resolved_by = models.CharField(max_length=80)


class FileFate(StrEnum):
    """What became of a file that was picked up."""

    TAKEN = "taken"
    REFUSED = "refused"
    GONE = "gone"


class FileArrival(Record):
    """A file of a feed, taken in whole: the feed was heard, even when the file says nothing new."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=255)
    received = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["feed", "occurred_at"], name="feeds_files_by_feed")]


class WatchedFolder(Record):
    """A folder in which another system leaves files of a feed."""

    path = models.CharField(max_length=1000)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="folders")
    format = models.CharField(max_length=12)
    # How tables are read.
    profile = models.CharField(max_length=60, blank=True)
    # A file that did not grow for so long is whole.
    settled_seconds = models.PositiveIntegerField()
    watched_by = models.CharField(max_length=80)


class WatchEnd(Record):
    """The end of a watch."""

    folder = models.OneToOneField(WatchedFolder, on_delete=models.PROTECT, related_name="end")
    ended_by = models.CharField(max_length=80)


class FolderLoss(Record):
    """A watched folder can no longer be read: the share is gone, or its door closed."""

    folder = models.ForeignKey(WatchedFolder, on_delete=models.PROTECT, related_name="losses")
    why = models.CharField(max_length=REASON_LENGTH)


class FolderReturn(Record):
    """It can be read again."""

    loss = models.OneToOneField(FolderLoss, on_delete=models.PROTECT, related_name="end")


class PickedFile(Record):
    """A file about to be claimed: written before it is moved, so that a box cut off here knows where to go on.

    `taken_as` is where it is moved, from its folder; `changed_ns` and `size` are what it was when it was found whole.
    """

    folder = models.ForeignKey(WatchedFolder, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    taken_as = models.CharField(max_length=400)
    size = models.PositiveBigIntegerField()
    changed_ns = models.BigIntegerField()


class FileOutcome(Record):
    """What became of it; the counts are those of its messages."""

    file = models.OneToOneField(PickedFile, on_delete=models.PROTECT, related_name="outcome")
    fate = models.CharField(max_length=10, choices=[(fate.value, fate.value) for fate in FileFate])
    why = models.CharField(max_length=REASON_LENGTH, blank=True)
    received = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
