"""What is in a patient's body, what was done to it, how far care may go; and whether anybody said so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext

from permanence.care.charts.queries.gathered import Care
from permanence.care.charts.queries.lines import is_of
from permanence.care.charts.rules import (
    Known,
    ProcedureStatus,
    devices_in_place,
    known,
    procedures_done,
    standing_code_status,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CodeStatusLine:
    """One statement that stands, of resuscitation or of limits to care, in the sender's words."""

    label: str
    value: str
    resuscitate: bool | None
    stated_by: str
    stated_at: datetime | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device in place, since when and where on the body, when said."""

    label: str
    body_site: str
    detail: str
    starts_at: datetime | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One procedure done, under way or planned."""

    code: str
    label: str
    body_site: str
    status: ProcedureStatus
    performed_at: datetime | None
    performed_by: str


@dataclass(frozen=True, slots=True)
class KnownSections:
    """Of each section without a line, whether nobody said anything or what was said holds no more."""

    code_status: Known
    precautions: Known
    devices: Known
    conditions: Known
    procedures: Known
    treatments: Known


@dataclass(frozen=True, slots=True)
class Body:
    """Code status, devices and procedures; `contradictory` when one says to resuscitate and another not to."""

    code_status: tuple[CodeStatusLine, ...]
    contradictory: bool
    devices: tuple[DeviceLine, ...]
    procedures: tuple[ProcedureLine, ...]


def body(care: Care, of: Collection[UUID], as_of: datetime) -> Body:
    """What holds for these stays or for the patient."""
    decided, contradictory = decisions(care, of)
    return Body(
        decided,
        contradictory,
        tuple(
            DeviceLine(_in_words(one.label, one.code), one.body_site, one.detail, one.starts_at, one.said_at)
            for one in devices_in_place(_of(care.devices, of), as_of)
        ),
        tuple(
            ProcedureLine(
                one.code, one.label or one.code, one.body_site, one.status, one.performed_at, one.performed_by
            )
            for one in procedures_done(_of(care.procedures, of))
        ),
    )


def decisions(care: Care, of: Collection[UUID]) -> tuple[tuple[CodeStatusLine, ...], bool]:
    """What stands of resuscitation and limits to care, and whether it contradicts itself."""
    standing = standing_code_status(_of(care.code_statuses, of))
    lines = tuple(
        CodeStatusLine(_in_words(one.label, one.code), one.value, one.resuscitate, one.stated_by, one.stated_at,
                       one.said_at)
        for one in standing.statements
    )  # fmt: skip
    return lines, standing.contradictory


def known_sections(
    care: Care,
    of: Collection[UUID],
    shown: Body,
    lines: tuple[Collection[object], Collection[object], Collection[object]],
) -> KnownSections:
    """Whether anything was told of each section, and whether anything of it holds.

    `lines` are the precautions, the conditions and the treatments that are shown.
    """
    precautions, conditions, treatments = lines
    orders = [one for one in care.orders if is_of(one.stay, of)]
    doses = _of(care.doses, of)
    return KnownSections(
        code_status=known(told=bool(_of(care.code_statuses, of)), holds=bool(shown.code_status)),
        precautions=known(told=any(is_of(one.stay, of) for one in care.precautions), holds=bool(precautions)),
        devices=known(told=bool(_of(care.devices, of)), holds=bool(shown.devices)),
        conditions=known(told=any(is_of(one.stay, of) for one in care.conditions), holds=bool(conditions)),
        procedures=known(told=bool(_of(care.procedures, of)), holds=bool(shown.procedures)),
        treatments=known(told=bool(orders or doses), holds=bool(treatments)),
    )


def _of(told: Iterable[tuple[UUID | None, T]], of: Collection[UUID]) -> list[T]:
    return [one for stay, one in told if is_of(stay, of)]


def _in_words(label: str, code: str) -> str:
    # A code of an HL7 table is kept under its words in English, which the catalogues know; other words stay as said.
    return gettext(label) if label else code
