"""The lines of a chart, as a screen and a sheet show them, and how they follow from what was told."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from permanence.care.charts.queries.gathered import Said
from permanence.care.charts.rules import (
    KnownAllergies,
    LatestResult,
    Report,
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


def allergy_lines(known: KnownAllergies) -> tuple[AllergyLine, ...]:
    """Allergies, the severe first."""
    lines = [
        AllergyLine(one.allergy.code, one.allergy.label or one.allergy.code, one.allergy.kind, one.allergy.severity,
                    one.allergy.reaction, one.said_at)
        for one in known.allergies
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (line.severity != "SV", line.severity != "MO", line.label)))


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


def result_lines(reports: Iterable[Report], *, shown: Collection[str]) -> tuple[ResultLine, ...]:
    """The latest result of each code, dangers first, then abnormal ones, then the newest.

    What is observed under a code in `shown` stands in another section: a decision, a device, a precaution.
    """
    latest = (one for one in latest_results(reports) if not one.result.code or one.result.code not in shown)
    return tuple(map(_result_line, latest))


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
        if is_of(one.stay, of):
            last[key(one)] = one
    return list(last.values())


def is_of(stay: UUID | None, of: Collection[UUID]) -> bool:
    """Whether something told of this stay, or of none, is of one of these."""
    return stay is None or stay in of
