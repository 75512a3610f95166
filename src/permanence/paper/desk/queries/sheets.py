"""One sheet as it is typed: its fields in reading order, and what stands in each input for this person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from permanence.foundation.places import queries as places
from permanence.paper.desk import rules
from permanence.paper.desk.adapters import pictures
from permanence.paper.desk.models import DeskDraft, DeskEntry, DeskField, DeskQuestion, DeskSheet
from permanence.paper.desk.queries.forms import desk_form
from permanence.paper.desk.queries.standings import live_entries
from permanence.paper.desk.queries.words import hint_of, label_of, question_text
from permanence.paper.desk.rules import Place, Reading, Risk, Standing
from permanence.paper.forms import queries as forms
from permanence.paper.scans import queries as scans
from permanence.paper.sheets.queries import SheetNumber, parse_number

# A picture the reader keeps: the rest of the reference is its page's id.
SCAN = "scan:"


@dataclass(frozen=True, slots=True)
class Version:
    """One of two things people typed where they differ."""

    by: str
    text: str
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of a sheet, with its answer once there is one."""

    id: UUID
    sheet: UUID
    number: SheetNumber
    field: UUID | None
    label: str
    text: str
    by: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: what it is called, what stands in its input for this person, and whether they may type it."""

    id: UUID
    sheet: UUID
    number: SheetNumber
    label: str
    hint: str
    place: Place
    standing: Standing
    text: str
    ticks: tuple[str, ...]
    mine: bool
    open: bool
    versions: tuple[Version, ...]
    questions: tuple[QuestionRow, ...]
    twice: bool

    @property
    def has_input(self) -> bool:
        """Whether there is something to write, besides boxes."""
        return self.place.cells > 0 or self.place.framed


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet to type."""

    id: UUID
    number: SheetNumber
    title: str
    risk: Risk
    ward: str
    subject: str
    may_identify: bool
    pages: int
    page_mm: tuple[float, float]
    fields: tuple[FieldView, ...]
    questions: tuple[QuestionRow, ...]
    done: bool

    @property
    def open_fields(self) -> tuple[FieldView, ...]:
        """Fields with something to do, also those that wait for somebody else."""
        return tuple(field for field in self.fields if field.standing not in rules.DONE or field.mine)

    @property
    def other_fields(self) -> tuple[FieldView, ...]:
        """Fields that are settled without this person."""
        return tuple(field for field in self.fields if field.standing in rules.DONE and not field.mine)


def sheet_view(sheet: UUID, by: str) -> SheetView | None:
    """A sheet as this person types it; None when there is none."""
    row = DeskSheet.objects.filter(pk=sheet).first()
    if row is None:
        return None
    form = desk_form(row.form, row.edition)
    questions = question_rows(sheet=sheet)
    known = forms.prefill_of(row.patient) if row.patient else None
    return SheetView(
        id=row.pk,
        number=parse_number(row.number),
        title=row.title,
        risk=Risk(row.risk),
        ward=places.labels([row.ward]).get(row.ward, "") if row.ward else "",
        subject=" · ".join(filter(None, [known.subject, known.subject_line])) if known else "",
        may_identify=row.patient is None or row.identifications.exists(),
        pages=len(row.pictures),
        page_mm=form.page_mm,
        fields=tuple(_views(list(row.fields.order_by("order")), by, questions)),
        questions=tuple(one for one in questions if one.field is None),
        done=hasattr(row, "validation"),
    )


def field_views(fields: list[UUID], by: str) -> list[FieldView]:
    """These fields, of whatever sheets, as this person types them, in the order given."""
    rows = DeskField.objects.in_bulk(fields)
    return _views([rows[one] for one in fields if one in rows], by, [])


def field_view(field: UUID, by: str) -> FieldView | None:
    """One field as this person types it."""
    row = DeskField.objects.filter(pk=field).first()
    return next(iter(_views([row], by, question_rows(sheet=row.sheet_id))), None) if row else None


def question_rows(*, sheet: UUID | None = None, unanswered: bool = False) -> list[QuestionRow]:
    """The questions of a sheet, or of all; the oldest first."""
    rows = DeskQuestion.objects.select_related("sheet", "field", "answer").order_by("occurred_at", "id")
    rows = rows.filter(sheet=sheet) if sheet else rows
    rows = rows.filter(answer__isnull=True) if unanswered else rows
    return [_question(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient whose sheet it may be."""

    id: UUID
    name: str
    told_apart: str


def candidates(patients: Sequence[UUID]) -> list[Candidate]:
    """These patients, as a person tells them apart."""
    known = [(patient, forms.prefill_of(patient)) for patient in patients]
    return [Candidate(patient, one.subject, one.subject_line) for patient, one in known if one is not None]


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A question as its slip says it."""

    number: SheetNumber
    title: str
    label: str
    text: str
    ward_id: UUID | None
    ward: str


def slips(questions: Sequence[UUID]) -> list[SlipRow]:
    """These questions as slips, in the order given."""
    rows = DeskQuestion.objects.select_related("sheet", "field", "answer").in_bulk(questions)
    names = places.labels([row.sheet.ward for row in rows.values() if row.sheet.ward])
    found = []
    for row in (rows[one] for one in questions):
        said, ward = _question(row), row.sheet.ward
        found.append(
            SlipRow(said.number, row.sheet.title, said.label, said.text, ward, names.get(ward, "") if ward else "")
        )
    return found


def crop_of(field: UUID) -> bytes | None:
    """The picture of one field, as PNG; None when there is none."""
    row = DeskField.objects.select_related("sheet").filter(pk=field).first()
    if row is None:
        return None
    form = desk_form(row.sheet.form, row.sheet.edition)
    place = form.places[row.link_id, row.row]
    whole = page_of(row.sheet_id, place.page)
    return pictures.crop(whole, place.box_mm, form.page_mm) if whole else None


def page_of(sheet: UUID, page: int) -> bytes | None:
    """The picture of one page as it is kept; None when there is none."""
    references = DeskSheet.objects.filter(pk=sheet).values_list("pictures", flat=True).first() or []
    if not 1 <= page <= len(references):
        return None
    reference = references[page - 1]
    if reference.startswith(SCAN):
        return scans.straight_page(UUID(reference.removeprefix(SCAN)))
    return pictures.page(reference)


def page_png(sheet: UUID, page: int) -> bytes | None:
    """The picture of one page, as PNG for a screen."""
    whole = page_of(sheet, page)
    return pictures.png(whole) if whole else None


def sheet_of_field(field: UUID) -> UUID | None:
    """The sheet a field is on."""
    return DeskField.objects.filter(pk=field).values_list("sheet", flat=True).first()


def _question(row: DeskQuestion) -> QuestionRow:
    form = desk_form(row.sheet.form, row.sheet.edition)
    label = label_of(form.places[row.field.link_id, row.field.row]) if row.field else ""
    answer = row.answer.words if hasattr(row, "answer") else None
    text, number = question_text(row.kind, row.words), parse_number(row.sheet.number)
    return QuestionRow(row.pk, row.sheet_id, number, row.field_id, label, text, row.by, answer)


def _views(rows: list[DeskField], by: str, questions: list[QuestionRow]) -> list[FieldView]:
    drafts = {one.field_id: one for one in DeskDraft.objects.filter(field__in=rows, by=by)}
    entered = set(DeskEntry.objects.filter(field__in=rows).values_list("field", flat=True))
    sheets = DeskSheet.objects.in_bulk({row.sheet_id for row in rows})
    views = []
    for row in rows:
        sheet = sheets[row.sheet_id]
        entries = live_entries(row) if row.pk in entered else []
        about = tuple(one for one in questions if one.field == row.pk)
        views.append(_view(row, sheet, by, entries, drafts.get(row.pk), about))
    return views


def _view(
    row: DeskField,
    sheet: DeskSheet,
    by: str,
    entries: list[DeskEntry],
    draft: DeskDraft | None,
    questions: tuple[QuestionRow, ...],
) -> FieldView:
    place = desk_form(sheet.form, sheet.edition).places[row.link_id, row.row]
    own = [entry for entry in entries if entry.by == by]
    shown = _shown(row, own)
    differs = row.standing == Standing.DIFFERS
    latest = {entry.by: rules.from_json(entry.reading) for entry in entries} if differs else {}
    return FieldView(
        id=row.pk,
        sheet=row.sheet_id,
        number=parse_number(sheet.number),
        label=label_of(place),
        hint=hint_of(place),
        place=place,
        standing=Standing(row.standing),
        text=draft.text if draft else rules.text_of_reading(place, shown),
        ticks=tuple(draft.ticks) if draft else tuple(sorted(shown.ticks)),
        mine=bool(own),
        open=rules.may_type(Standing(row.standing), row.alone, by),
        versions=tuple(_version(place, who, reading) for who, reading in latest.items()),
        questions=questions,
        twice=row.twice,
    )


def _shown(row: DeskField, own: list[DeskEntry]) -> Reading:
    """Their own entry; else what holds; else what was read, but never where two people must type without seeing it."""
    if own and row.standing != Standing.DIFFERS:
        return rules.from_json(own[-1].reading)
    if row.holds:
        return rules.from_json(row.holds)
    if row.standing == Standing.WAITING and not row.twice:
        return _readable(rules.from_json(row.read))
    return Reading()


def _readable(read: Reading) -> Reading:
    """A reader's guess without the signs that only say that a person must look."""
    cells = tuple("" if cell == "#" else cell for cell in read.cells)
    return Reading(read.ticks, cells, read.text)


def _version(place: Place, by: str, reading: Reading) -> Version:
    chosen = tuple(choice.text for choice in place.choices if choice.code in reading.ticks)
    return Version(by, rules.text_of_reading(place, reading), chosen)
