"""The lines of a chart, as a screen and a sheet show them, and how they follow from what was told."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from permanence.care.charts.queries.gathered import OrderOf, Said
from permanence.care.charts.rules import (
    KnownAllergies,
    LatestResult,
    Report,
    TreatmentState,
    is_abnormal,
    is_critical,
    latest_results,
)


@dataclass(frozen=True, slots=True)
class AllergyLine:
    """One allergy; `kind` is HL7 table 0127, `severity` table 0128 (SV, MO, MI, U)."""

    code: str
    label: str
    kind: str
    severity: str
    reaction: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """One active medication order; `last_given_at` is None when no feed said it was given."""

    label: str
    dose: str
    route: str
    frequency: str
    starts_at: datetime | None
    ends_at: datetime | None
    last_given_at: datetime | None
    order_number: str


@dataclass(frozen=True, slots=True)
class PrecautionLine:
    """One active precaution: isolation, fall risk, code status..."""

    code: str
    label: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One diagnosis or problem; `kind` is HL7 table 0052 (A admitting, W working, F final)."""

    code: str
    label: str
    kind: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ResultLine:
    """The latest result of one code; `flag` is HL7 table 0078, empty when normal or not said.

    `status` is HL7 table 0085: P preliminary, F final, C corrected. `abnormal` and `critical` read the flag;
    `note` is what the laboratory remarks.
    """

    code: str
    label: str
    value: str
    unit: str
    reference_range: str
    flag: str
    status: str
    report: str
    observed_at: datetime
    abnormal: bool
    critical: bool
    note: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """How to reach the patient or somebody close; `kind` says whose number it is (`patient`)."""

    kind: str
    name: str
    phone: str


def allergy_lines(known: KnownAllergies) -> tuple[AllergyLine, ...]:
    """Allergies, the severe first."""
    lines = [
        AllergyLine(one.allergy.code, one.allergy.label or one.allergy.code, one.allergy.kind, one.allergy.severity,
                    one.allergy.reaction, one.said_at)
        for one in known.allergies
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (line.severity != "SV", line.severity != "MO", line.label)))


def treatment_lines(orders: Iterable[OrderOf], of: Collection[UUID], as_of: datetime) -> tuple[TreatmentLine, ...]:
    """Orders that run: of these stays or of none, begun, not held, not past their end."""
    newest: dict[str, OrderOf] = {}
    for one in orders:
        known = newest.get(one.order_key)
        # After a merge the two files may each hold a part of one order's story.
        if known is None or one.order.latest_at > known.order.latest_at:
            newest[one.order_key] = one
    lines = [
        TreatmentLine(
            label=one.order.label,
            dose=one.order.dose,
            route=one.order.route,
            frequency=one.order.frequency,
            starts_at=one.order.starts_at,
            ends_at=one.order.ends_at,
            last_given_at=one.order.last_given_at,
            order_number="" if one.order_key.startswith("label:") else one.order_key,
        )
        for one in newest.values()
        if _is_of(one.stay, of) and one.order.state is TreatmentState.ACTIVE and not _is_past(one.order.ends_at, as_of)
    ]
    return tuple(sorted(lines, key=lambda line: line.label.casefold()))


def precaution_lines(precautions: Iterable[Said], of: Collection[UUID]) -> tuple[PrecautionLine, ...]:
    """Precautions that hold for these stays or for the patient, by what was said of each last, in words."""
    current = _last_said(precautions, of, key=lambda said: said.code or said.label)
    named = [said for said in current if said.active and (said.label or said.code)]
    # A code of an HL7 table is kept under its words in English, which the catalogues know; other words stay as said.
    lines = [PrecautionLine(said.code, gettext(said.label or said.code), said.said_at) for said in named]
    return tuple(sorted(lines, key=lambda line: line.label.casefold()))


def condition_lines(conditions: Iterable[Said], of: Collection[UUID]) -> tuple[ConditionLine, ...]:
    """Conditions that hold for these stays or for the patient, those said last first."""
    current = _last_said(conditions, of, key=lambda said: said.code or said.label)
    lines = [
        ConditionLine(said.code, said.label or said.code, said.kind, said.said_at) for said in current if said.active
    ]
    return tuple(sorted(lines, key=lambda line: line.said_at, reverse=True))


def result_lines(reports: Iterable[Report]) -> tuple[ResultLine, ...]:
    """The latest result of each code, dangers first, then abnormal ones, then the newest."""
    return tuple(_result_line(latest) for latest in latest_results(reports))


def _result_line(latest: LatestResult) -> ResultLine:
    result = latest.result
    return ResultLine(
        code=result.code,
        label=result.label or result.code,
        value=result.value,
        unit=result.unit,
        reference_range=result.reference_range,
        flag=result.flag,
        status=result.status,
        report=latest.report.label or latest.report.code,
        observed_at=latest.observed_at,
        abnormal=is_abnormal(result),
        critical=is_critical(result),
        note=result.note,
    )


def _last_said(said: Iterable[Said], of: Collection[UUID], *, key: Callable[[Said], str]) -> list[Said]:
    last: dict[str, Said] = {}
    for one in sorted(said, key=lambda one: (one.said_at, one.active)):
        if _is_of(one.stay, of):
            last[key(one)] = one
    return list(last.values())


def _is_of(stay: UUID | None, of: Collection[UUID]) -> bool:
    return stay is None or stay in of


def _is_past(ends_at: datetime | None, as_of: datetime) -> bool:
    return ends_at is not None and ends_at < as_of
