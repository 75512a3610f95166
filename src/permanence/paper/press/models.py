"""Print runs, the parts they consist of, and what became of each."""

from django.db import models

from permanence.foundation.records import Record


class PrintRun(Record):
    """What is printed at one time, in one language; `picture_at` is the age of all it says that is not younger."""

    title = models.CharField(max_length=160)
    planned_by = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    folder = models.CharField(max_length=60)
    picture_at = models.DateTimeField(null=True)
    # H0 of the crisis it is printed for, as its pages say it.
    declared_at = models.DateTimeField(null=True)
    exercise = models.BooleanField(default=False)


class RunRetirement(Record):
    """A newer run takes this one's place: its sheets are void, and its files are no longer kept."""

    run = models.OneToOneField(PrintRun, on_delete=models.PROTECT, related_name="retirement")
    reason = models.CharField(max_length=200)
    retired_by = models.CharField(max_length=80)


class PrintPart(Record):
    """One file of a run: `plan` lists kinds of documents with the subjects of each, in order.

    `lease` names the process at work on the part until `lease_until`; another may take it over after that.
    """

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    ward = models.UUIDField(null=True)
    plan = models.JSONField()
    again_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="again")
    lease = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="press_one_part_a_place")]


class PrintedFile(Record):
    """The part lies on the disk: `name` in the run's folder (empty when there was nothing to print)."""

    part = models.OneToOneField(PrintPart, on_delete=models.PROTECT, related_name="file")
    name = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sheets = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    # Documents whose own template failed: they are there, word for word, without their layout.
    plain = models.PositiveIntegerField(default=0)


class SheetSubject(Record):
    """What a printed sheet is about, where kind, ward, patient and stay do not tell it from the others of its part."""

    part = models.ForeignKey(PrintPart, on_delete=models.PROTECT, related_name="subjects")
    number = models.CharField(max_length=24)
    about = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="press_one_subject_a_sheet")]


class PrintFailure(Record):
    """The part could not be printed; nobody tries again until a person asks for it."""

    part = models.ForeignKey(PrintPart, on_delete=models.PROTECT, related_name="failures")
    reason = models.CharField(max_length=200)


class PrintRetry(Record):
    """A person asked to try a failed part again."""

    failure = models.OneToOneField(PrintFailure, on_delete=models.PROTECT, related_name="retry")
    asked_by = models.CharField(max_length=80)
