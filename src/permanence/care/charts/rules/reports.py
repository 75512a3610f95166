"""Reports of results: how they are kept, which one holds, and what of it is abnormal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from permanence.care.charts.rules.facts import Result

# HL7 table 0078.
_CRITICAL = frozenset({"HH", "LL", "AA", ">", "<"})
_ABNORMAL = _CRITICAL | {"H", "L", "A", "R", "I", "U", "D", "W", "POS"}
# HL7 table 0085: deleted, wrong, cannot be obtained.
_WITHDRAWN = frozenset({"D", "W", "X"})
# HL7 table 0123: a correction outweighs a final report of the same instant, which outweighs a preliminary one.
_WEIGHT = {"C": 3, "F": 2, "R": 1, "P": 1}


@dataclass(frozen=True, slots=True)
class Report:
    """One report as kept."""

    order_number: str
    code: str
    label: str
    status: str
    results: tuple[Result, ...]
    occurred_at: datetime
    source: UUID


@dataclass(frozen=True, slots=True)
class LatestResult:
    """The newest result of one code, when it was observed, and the report it stands in."""

    result: Result
    observed_at: datetime
    report: Report


def packed(results: Sequence[Result]) -> list[tuple[Any, ...]]:
    """Results as they are kept: code, label, value, unit, reference range, flag, status, observed at, remark."""
    return [tuple(one) for one in results]


def unpacked(rows: Iterable[Sequence[Any]]) -> tuple[Result, ...]:
    """Results from how they are kept."""
    return tuple(
        Result(code, label, value, unit, reference_range, flag, status, _instant(at), *note)
        for code, label, value, unit, reference_range, flag, status, at, *note in rows
    )


def current_reports(reports: Iterable[Report]) -> list[Report]:
    """Reports that hold, the newest first: of one order number and code the last, a correction before what it corrects.

    A report without an order number stands for itself.
    """
    last: dict[tuple[object, ...], Report] = {}
    for report in sorted(reports, key=_weight):
        key = (report.order_number, report.code) if report.order_number else (report.source, report.code)
        last[key] = report
    return sorted(last.values(), key=_weight, reverse=True)


def latest_results(reports: Iterable[Report]) -> list[LatestResult]:
    """The newest result of each code in the reports that hold: abnormal ones first, then the newest."""
    newest: dict[str, LatestResult] = {}
    for report in current_reports(reports):
        for result in report.results:
            latest = LatestResult(result, result.observed_at or report.occurred_at, report)
            key = result.code or result.label
            known = newest.get(key)
            if result.status not in _WITHDRAWN and (known is None or latest.observed_at > known.observed_at):
                newest[key] = latest
    by_age = sorted(newest.values(), key=lambda latest: latest.observed_at, reverse=True)
    return sorted(by_age, key=lambda latest: (not is_critical(latest.result), not is_abnormal(latest.result)))


def is_abnormal(result: Result) -> bool:
    """Whether the sender flagged it; nothing is judged here that the laboratory did not judge."""
    return result.flag.upper() in _ABNORMAL


def is_critical(result: Result) -> bool:
    """Whether the sender flagged it as a danger."""
    return result.flag.upper() in _CRITICAL


def _weight(report: Report) -> tuple[datetime, int, UUID]:
    return report.occurred_at, _WEIGHT.get(report.status, 0), report.source


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
