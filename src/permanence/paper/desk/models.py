"""Sheets to transcribe, their fields, what people typed, asked and answered, and what became of each sheet."""

from django.db import models

from permanence.foundation.records import Record
from permanence.paper.desk.rules import EntryKind, Risk, Standing


class DeskSheet(Record):
    """A sheet that lies on the desk; `occurred_at` is since when. Without pictures it is typed from the paper."""

    number = models.CharField(max_length=24, unique=True)
    form = models.CharField(max_length=30)
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    tier = models.CharField(max_length=1, blank=True)
    risk = models.PositiveSmallIntegerField(choices=[(risk.value, risk.name) for risk in Risk])
    ward = models.UUIDField(null=True)
    patient = models.UUIDField(null=True)
    stay = models.UUIDField(null=True)
    # One reference a page, in order; whoever keeps the picture knows it by this.
    pictures = models.JSONField(default=list)
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["risk", "occurred_at"], name="desk_by_risk_and_age")]


class DeskIdentification(Record):
    """A person says whose sheet it is, of one that came without a patient; the last one said holds."""

    sheet = models.ForeignKey(DeskSheet, on_delete=models.PROTECT, related_name="identifications")
    patient = models.UUIDField()
    by = models.CharField(max_length=80)


class DeskField(Record):
    """One place of a sheet: what was read there, and the fold of what people typed (`standing`, `alone`, `holds`).

    The lease says who is typing it now; it ends by itself.
    """

    sheet = models.ForeignKey(DeskSheet, on_delete=models.PROTECT, related_name="fields")
    link_id = models.CharField(max_length=255)
    row = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    read = models.JSONField()
    confidence = models.FloatField(null=True)
    sure = models.BooleanField()
    twice = models.BooleanField()
    on_paper = models.BooleanField()
    standing = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Standing])
    alone = models.CharField(max_length=80, blank=True)
    holds = models.JSONField(null=True)
    leased_to = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "link_id", "row"], name="desk_each_place_once")]
        indexes = [models.Index(fields=["standing", "link_id"], name="desk_fields_by_standing")]


class DeskEntry(Record):
    """What a person typed, decided between two, or took back."""

    field = models.ForeignKey(DeskField, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in EntryKind])
    by = models.CharField(max_length=80)
    reading = models.JSONField()
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")


class DeskDraft(models.Model):
    """What stands in an input that its writer has not left yet; one for each person and field, written over."""

    field = models.ForeignKey(DeskField, on_delete=models.CASCADE, related_name="drafts")
    by = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    ticks = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "by"], name="desk_one_draft_each")]


class DeskQuestion(Record):
    """What the desk cannot settle alone: ink nobody can read, answers that contradict, an act the room refused."""

    sheet = models.ForeignKey(DeskSheet, on_delete=models.PROTECT, related_name="questions")
    field = models.ForeignKey(DeskField, on_delete=models.PROTECT, null=True, related_name="questions")
    kind = models.CharField(max_length=20)
    words = models.TextField()
    by = models.CharField(max_length=80)


class DeskAnswer(Record):
    """What the author or a doctor said, and who took it down."""

    question = models.OneToOneField(DeskQuestion, on_delete=models.PROTECT, related_name="answer")
    words = models.TextField()
    by = models.CharField(max_length=80)


class DeskValidation(Record):
    """A sheet is done: its answers, who signed it, and whether an operation of its room ran."""

    sheet = models.OneToOneField(DeskSheet, on_delete=models.PROTECT, related_name="validation")
    response = models.JSONField()
    acted = models.BooleanField()
    signed_by = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["occurred_at"], name="desk_validations_by_hour")]


class DeskSight(Record):
    """Somebody saw a sheet here; whoever knows the patient was told once for a while, not for every crop."""

    sheet = models.ForeignKey(DeskSheet, on_delete=models.PROTECT, related_name="sights")
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["sheet", "by", "occurred_at"], name="desk_sights")]
