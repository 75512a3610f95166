"""Sheets of a form as the press prints them: blank, or with what is known of a patient already in its fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from permanence.paper.forms.models import FormFilling
from permanence.paper.forms.queries.preparing import data_of, edition_text, prepare
from permanence.paper.forms.rules import Filling, framed, kind_of, layout_from_json
from permanence.paper.press import queries as press

# What a room that knows patients hands over in its `paper.py`: a function of a patient's id, giving a `Prefill`.
DOOR = "PREFILL"


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a room knows of a patient for the head and the fields of a sheet.

    `facts` are texts by FHIR element (`Patient.birthDate`, `Patient.name.family`); `birth_date` as FHIR writes it.
    """

    subject: str
    subject_line: str = ""
    name: str = ""
    number: str = ""
    birth_date: str = ""
    ward: UUID | None = None
    place: str = ""
    stay: UUID | None = None
    data_as_of: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def prefill_of(patient: UUID) -> Prefill | None:
    """What the first room that knows this patient says of them; None when none does."""
    said = (prefill(patient) for prefill in press.handed(DOOR))
    return next((one for one in said if isinstance(one, Prefill)), None)


def contents(fillings: Sequence[UUID]) -> Iterator[press.Content]:
    """A sheet for each filling, in order; the same filling several times is several blank sheets."""
    rows = FormFilling.objects.select_related("edition__form").in_bulk(set(fillings))
    drawn: dict[UUID, press.Content] = {}
    for one in fillings:
        if one not in drawn:
            drawn[one] = _content(rows[one])
        yield drawn[one]


def template_words() -> dict[str, str]:
    """Nothing: a form's words are its own, in its own language, whatever the language of the run."""
    return {}


def _content(row: FormFilling) -> press.Content:
    edition, code = row.edition, row.edition.form.code
    prepared = prepare(edition.source, edition.language, code)
    layout = layout_from_json(edition.layout)
    filling = Filling(row.values, row.unplaced)
    filled = {"values": row.values, "unplaced": row.unplaced, "framed": framed(layout, filling, prepared.form)}
    text = edition_text(prepared.form, code, edition.edition)
    return press.Content(
        data=data_of(prepared.drawing, prepared.words, text) | filled,
        place=row.place,
        title=edition.title,
        subject=row.subject,
        subject_line=row.subject_line,
        ward=row.ward,
        patient=row.patient,
        stay=row.stay,
        data_as_of=row.data_as_of,
        returns=press.Returning(kind_of(code), edition.edition, edition.pages),
    )
