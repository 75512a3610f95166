"""Laying a sheet on the desk: the one way in, from a scan or from the paper itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.foundation.rows import take_turns
from permanence.paper.desk import rules
from permanence.paper.desk.adapters import pictures
from permanence.paper.desk.models import DeskField, DeskSheet
from permanence.paper.desk.queries.forms import DeskForm, desk_form
from permanence.paper.desk.rules import Reading
from permanence.paper.sheets.queries import SheetNumber

# What the desk does not need of the house's own fields: they stay on the picture.
_LEFT = frozenset(
    {"_author.role", "_checked.name", "_checked.role", "_checked.date", "_checked.hour", "_patient.place"}
)
_PATIENT = "_patient."


class SheetOnDesk(ValueError):
    """The sheet lies on the desk already, or did: the same number twice is a question, never an overwrite."""


@dataclass(frozen=True, slots=True)
class FieldRead:
    """What a reader saw at one place, how sure it is (0 to 1), and whether no person needs to look."""

    reading: Reading
    confidence: float | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A sheet to transcribe: which it is, whom it is about, its pages' pictures, and what was read by place.

    Without readings every place is typed; without pictures it is typed from the paper.
    """

    number: SheetNumber
    form: str
    edition: int
    ward: UUID | None = None
    patient: UUID | None = None
    stay: UUID | None = None
    pictures: Sequence[str] = ()
    readings: Mapping[tuple[str, int], FieldRead] = field(default_factory=dict)


@transaction.atomic
def open_sheet(*, sheet: Incoming, by: Actor, occurred_at: datetime) -> UUID:
    """The sheet waits on the desk, in its place by risk and age; what was surely read needs nobody.

    Refuses a form this box does not hold (`FormNotHeld`) and a sheet that lies there already (`SheetOnDesk`). Logs
    `desk.opened`.
    """
    take_turns("desk")
    form = desk_form(sheet.form, sheet.edition)
    number = sheet.number.compact
    if DeskSheet.objects.filter(number=number).exists():
        raise SheetOnDesk(sheet.number.spoken)
    row = DeskSheet.objects.create(
        number=number,
        form=form.code,
        edition=form.edition,
        title=form.title,
        tier=form.tier,
        risk=form.risk,
        ward=sheet.ward,
        patient=sheet.patient,
        stay=sheet.stay,
        pictures=list(sheet.pictures),
        by=str(by),
        occurred_at=occurred_at,
    )
    DeskField.objects.bulk_create(_fields(row, form, sheet))
    facts = {"number": sheet.number.spoken, "form": form.code, "blind": not sheet.pictures}
    ledger.record(kind="desk.opened", subject=row.pk, by=by, occurred_at=occurred_at, facts=facts)
    return row.pk


@transaction.atomic
def keep_picture(*, content: bytes, by: Actor, occurred_at: datetime) -> str:
    """A page set straight is kept for the desk; gives the reference to open a sheet with. Logs `desk.picture_kept`."""
    reference = pictures.keep(content)
    ledger.record(kind="desk.picture_kept", subject=reference, by=by, occurred_at=occurred_at)
    return reference


def _fields(row: DeskSheet, form: DeskForm, sheet: Incoming) -> list[DeskField]:
    made = []
    for order, (where, place) in enumerate(form.places.items()):
        if sheet.patient is not None and place.link_id.startswith(_PATIENT):
            continue
        told = sheet.readings.get(where, FieldRead(Reading(), None, sure=False))
        twice = rules.typed_twice(place, form.risk, form.tags)
        on_paper = place.link_id in _LEFT or rules.stays_on_paper(place, form.tier)
        fold = rules.fold(told.reading, (), sure=told.sure, twice=twice, on_paper=on_paper)
        made.append(
            DeskField(
                sheet=row,
                link_id=place.link_id,
                row=place.row,
                order=order,
                read=rules.as_json(told.reading),
                confidence=told.confidence,
                sure=told.sure,
                twice=twice,
                on_paper=on_paper,
                standing=fold.standing,
                holds=rules.as_json(fold.reading) if fold.reading is not None else None,
                occurred_at=row.occurred_at,
            )
        )
    return made
