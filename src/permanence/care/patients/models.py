"""Patients as files: one row per file a sender keeps, and rows that say which files are one person."""

from django.db import models

from permanence.care.patients.rules import ContradictionKind, LinkKind, NameUse, Verdict
from permanence.foundation.records import Record
from permanence.foundation.statements import Statement


class Patient(Record):
    """One file of a person; what it says is the sum of the facts received, `traits_at` the instant of the newest.

    In every trait NULL means not said, an empty text said to be empty.
    """

    # ruff: noqa: DJ001 (a trait never said and a trait said to be empty are two different things here)
    birth_family = models.TextField(null=True)
    birth_given = models.TextField(null=True)
    birth_given_names = models.TextField(null=True)
    used_family = models.TextField(null=True)
    used_given = models.TextField(null=True)
    birth_date = models.DateField(null=True)
    birth_date_as_sent = models.TextField(null=True)
    birth_place_insee = models.TextField(null=True)
    sex = models.TextField(null=True)
    reliability = models.TextField(null=True)
    phone = models.TextField(null=True)
    address = models.TextField(null=True)
    mother_birth_family = models.TextField(null=True)
    deceased_at = models.DateTimeField(null=True)
    multiple_birth_rank = models.SmallIntegerField(null=True)
    traits_at = models.DateTimeField()
    # What the PatientLink rows in force amount to, kept here so that every read resolves it by a join.
    survivor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="absorbed", db_index=False, editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["survivor"], condition=models.Q(survivor__isnull=False), name="patients_by_survivor"),
        ]


class Identifier(Record):
    """A number under which somebody knows a file.

    `within` is empty when the number is one person's. A number shared in a family tells nobody apart: each file may
    have it, and `within` is then the file.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers")
    authority = models.TextField()
    kind = models.TextField()
    value = models.TextField()
    within = models.TextField(default="")

    class Meta:
        constraints = [
            # The value first: an arriving batch is looked up by its values alone.
            models.UniqueConstraint(
                fields=["value", "authority", "kind", "within"], name="patients_one_holder_of_an_identifier"
            ),
        ]


class PatientName(Record):
    """A name a file is or was known under, and what it is searched by; a name no longer borne stays findable."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="names")
    use = models.TextField(choices=[(use.value, use.value) for use in NameUse])
    # Whether the traits say this name now; it only saves looking for homonyms among names that were corrected.
    borne = models.BooleanField()
    family = models.TextField()
    given = models.TextField()
    family_key = models.TextField()
    given_key = models.TextField()
    # Both keys with nothing between: a range over it finds a family name with the beginning of a given name.
    whole_key = models.TextField()
    # The file's, kept here too: whoever was born a day is found with the names, without a look at each file.
    birth_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["whole_key"], name="patients_by_whole_name"),
            models.Index(fields=["given_key", "family_key"], name="patients_by_given_name"),
            models.Index(fields=["birth_date", "family_key"], name="patients_by_day_and_name"),
        ]


class NameClue(models.Model):
    """What leads from a name typed with faults to a name somebody bears: an index, made from names alone.

    Not a record: it tells nothing of anybody, is made anew from the names, and only grows with names never seen.
    """

    pk = models.CompositePrimaryKey("clue", "name")
    clue = models.TextField()
    name = models.TextField()


class PatientLink(Record):
    """Something said of two files, by a number of each: merged, renumbered, linked, or one of these taken back.

    Taking back is one more row (`unlink`). When both numbers are on one file, `kept` and `other` are the same.
    """

    kind = models.TextField(choices=[(kind.value, kind.value) for kind in LinkKind])
    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="links_as_kept")
    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="links_as_other")
    kept_number = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")
    other_number = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")
    source = models.UUIDField()
    said_by = models.TextField()


class IdentityContradiction(Record):
    """A sender gives an identifier to one patient while another patient's file holds it: people must look."""

    kind = models.TextField(choices=[(kind.value, kind.value) for kind in ContradictionKind])
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="contradictions")
    holder = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    claimant = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    source = models.UUIDField()
    said_by = models.TextField()


class ContradictionSettlement(Record):
    """What a person decided of a contradiction, and why."""

    contradiction = models.OneToOneField(IdentityContradiction, on_delete=models.PROTECT, related_name="settlement")
    verdict = models.TextField(choices=[(verdict.value, verdict.value) for verdict in Verdict])
    reason = models.TextField()
    settled_by = models.TextField()


class PatientRead(Record):
    """Somebody saw a patient's data on a screen or at the console; the ledger holds the same, chained."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="reads")
    screen = models.TextField()
    read_by = models.TextField()


class ContactList(Statement):
    """The people to call for a patient as somebody listed them; a complete list replaces those before it."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    complete = models.BooleanField()
    contacts = models.TextField()
