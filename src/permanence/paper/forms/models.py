"""Forms, the editions of each, and what is filled in ahead on a sheet of one."""

from django.db import models

from permanence.foundation.records import Record


class Form(Record):
    """A form under the code its sheets carry, whatever the language."""

    code = models.CharField(max_length=30, unique=True)


class FormEdition(Record):
    """One way a form is printed: everything on it in one language, where its fields lie, and its blank."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    version = models.CharField(max_length=100, blank=True)
    tier = models.CharField(max_length=1, blank=True)
    source = models.JSONField()
    source_name = models.CharField(max_length=120)
    pages = models.PositiveSmallIntegerField()
    layout = models.JSONField()
    blank = models.BinaryField()
    # The templates and the typesetter it was laid with: others are asked again where its fields lie.
    press = models.CharField(max_length=64)
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "edition"], name="forms_each_edition_once")]


class FormPublication(Record):
    """From now on this edition is printed in its language; the newest row of a form and language says so."""

    edition = models.ForeignKey(FormEdition, on_delete=models.PROTECT, related_name="publications")
    by = models.CharField(max_length=80)


class FormRetirement(Record):
    """A form is no longer printed; its sheets that are out are still read."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="retirements")
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)


class FormReturn(Record):
    """A retired form is printed again."""

    retirement = models.OneToOneField(FormRetirement, on_delete=models.PROTECT, related_name="returned")
    by = models.CharField(max_length=80)


class FormFilling(Record):
    """What sheets of a form carry when they leave the press: for whom, for which ward, with which values."""

    edition = models.ForeignKey(FormEdition, on_delete=models.PROTECT, related_name="fillings")
    patient = models.UUIDField(null=True)
    stay = models.UUIDField(null=True)
    ward = models.UUIDField(null=True)
    place = models.CharField(max_length=240, blank=True)
    subject = models.CharField(max_length=240, blank=True)
    subject_line = models.CharField(max_length=240, blank=True)
    data_as_of = models.DateTimeField(null=True)
    # By the place of a field in its layout: a sign in a cell, a text in a frame, anything for a tick.
    values = models.JSONField(default=dict)
    # Label and text of what found no place at all.
    unplaced = models.JSONField(default=list)
    by = models.CharField(max_length=80)
