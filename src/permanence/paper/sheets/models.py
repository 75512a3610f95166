"""Sheets and what befell them; ids of patients and places are plain, because paper outlives tables."""

from django.db import models

from permanence.foundation.records import Record
from permanence.paper.sheets.rules import CopyVerdict, Holder, PatientProof, SheetEventKind


class SheetCounter(models.Model):
    """The last number each box gave; one row a box, taken by a conditional UPDATE."""

    origin = models.CharField(max_length=8, primary_key=True)
    last = models.BigIntegerField(default=0)


class Sheet(Record):
    """One numbered document; `run` and `part` say which pile it was printed in.

    `state` and what follows it are folded from the sheet's events in the transaction that writes one: a list of what
    is out must not read the life of every sheet.
    """

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    # As printed on it, in the language it was printed in.
    title = models.CharField(max_length=120, blank=True)
    run = models.UUIDField(null=True)
    part = models.UUIDField(null=True)
    ward = models.UUIDField(null=True)
    patient = models.UUIDField(null=True, db_index=True)
    stay = models.UUIDField(null=True)
    data_as_of = models.DateTimeField(null=True)
    # Printed about nobody, to be written on: a ward's stock until it is somebody's.
    blank = models.BooleanField(default=False)
    copy_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    state = models.CharField(max_length=12, blank=True)
    since = models.DateTimeField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    printed_at = models.DateTimeField(null=True)
    pages_missing = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    filed_in = models.CharField(max_length=120, blank=True)
    # When a blank sheet stopped being stock.
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["part"], name="sheets_by_part"),
            models.Index(fields=["run", "kind"], name="sheets_by_run"),
            models.Index(fields=["state", "since"], name="sheets_by_state"),
            models.Index(fields=["ward", "kind", "state"], name="sheets_by_ward"),
            models.Index(fields=["kind", "title"], name="sheets_by_kind"),
            models.Index(fields=["since"], name="sheets_with_missing_pages", condition=models.Q(pages_missing__gt=0)),
            models.Index(
                fields=["ward", "kind", "used_at", "state"], name="sheets_of_stock", condition=models.Q(blank=True)
            ),
        ]


class SheetEvent(Record):
    """Something that befell a sheet: who said so, and what is worth knowing of it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SheetEventKind])
    by = models.CharField(max_length=80)
    pages = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    replaced_by = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="+")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    # To whom it was handed; `ward` when that is a ward, or the ward it is carried to.
    holder_kind = models.CharField(max_length=8, blank=True, choices=[(kind.value, kind.value) for kind in Holder])
    holder = models.CharField(max_length=120, blank=True)
    ward = models.UUIDField(null=True)
    filed_in = models.CharField(max_length=120, blank=True)
    # Who declared it, where somebody else writes it down.
    declared_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet"], condition=models.Q(kind=SheetEventKind.PRINTED), name="sheets_printed_once"
            )
        ]
        indexes = [models.Index(fields=["kind"], name="sheets_events_by_kind")]


class PageArrival(Record):
    """A page that came back, or with `page` null a whole sheet; `source` names the scan it lies in."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="arrivals")
    # The event it came with: undone, the page is out again. None: it changed nothing of where the sheet stands.
    event = models.ForeignKey(SheetEvent, on_delete=models.PROTECT, null=True, related_name="arrivals")
    page = models.PositiveSmallIntegerField(null=True)
    by = models.CharField(max_length=80)
    source = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)


class SheetPatient(Record):
    """Somebody, or the reader, says whose a sheet is; the last row holds."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="patients")
    patient = models.UUIDField()
    stay = models.UUIDField(null=True)
    proof = models.CharField(max_length=10, choices=[(proof.value, proof.value) for proof in PatientProof])
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)


class CopyQuestion(Record):
    """The same page of the same sheet arrived a second time; a person says what that means."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="copy_questions")
    page = models.PositiveSmallIntegerField(null=True)
    first = models.ForeignKey(PageArrival, on_delete=models.PROTECT, null=True, related_name="+")
    second = models.OneToOneField(PageArrival, on_delete=models.PROTECT, related_name="copy_question")
    by = models.CharField(max_length=80)


class CopyAnswer(Record):
    """What a person said of it; `copy` is the sheet the second page became."""

    question = models.OneToOneField(CopyQuestion, on_delete=models.PROTECT, related_name="answer")
    verdict = models.CharField(max_length=8, choices=[(verdict.value, verdict.value) for verdict in CopyVerdict])
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    copy = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="+")


class StockSetting(Record):
    """How long the hospital wants a form to last; no ward: in every ward, no kind: of every form; the newest holds."""

    ward = models.UUIDField(null=True)
    kind = models.CharField(max_length=40, blank=True)
    warn_days = models.FloatField()
    hold_days = models.FloatField()
    least = models.PositiveIntegerField()
    by = models.CharField(max_length=80)


class OutLimit(Record):
    """After how many hours a sheet is out for long; no ward: in every ward that has no row of its own."""

    ward = models.UUIDField(null=True)
    hours = models.PositiveIntegerField()
    by = models.CharField(max_length=80)
