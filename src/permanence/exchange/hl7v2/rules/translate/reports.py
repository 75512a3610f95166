"""Reports with their results (ORU^R01): one for each OBR, and one for what an admission message observed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from permanence.care.charts.rules import DocumentFact, ReportFact, Result
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in
from permanence.exchange.hl7v2.rules.translate.context import About, instant_of
from permanence.exchange.hl7v2.rules.translate.observations import Observation, result_of

_DELETED = "D"


@dataclass(slots=True)
class Report:
    """An OBR, the ORC before it, and each OBX after it."""

    orc: Segment
    obr: Segment
    observations: list[Observation] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The filler's number, else the placer's."""
        numbers = (self.obr.text(3), self.orc.text(3), self.obr.text(2), self.orc.text(2))
        return next((number for number in numbers if number), "")


def grouped_reports(message: Message) -> list[Report]:
    """The message's observations by the OBR they follow; those before any OBR come first, by themselves."""
    absent = message.first("")
    reports = [Report(absent, absent)]
    orc = absent
    for segment in message.segments:
        if segment.name == "ORC":
            orc = segment
        elif segment.name == "OBR":
            reports.append(Report(orc, segment))
            orc = absent
        elif segment.name == "OBX":
            observation = Observation.of(segment)
            if not observation.frame.is_routing:
                reports[-1].observations.append(observation)
        elif segment.name == "NTE" and reports[-1].observations:
            reports[-1].observations[-1].remarks.append(_remark(segment))
    return [report for report in reports if report.obr or report.observations]


def _remark(nte: Segment) -> str:
    return " ".join(part.text() for part in nte.repetitions(3))


def reports_of(groups: Sequence[Report], about: About) -> tuple[ReportFact, ...]:
    """The reports of a message; one that holds only files gives documents instead (`files_of`)."""
    facts = (_report(report, about) for report in groups)
    return tuple(fact for fact in facts if fact)


def _report(report: Report, about: About) -> ReportFact | None:
    observed_at = instant_of(report.obr.text(7), about.context)
    values = [one for one in report.observations if not one.is_file]
    if report.observations and not values:
        return None
    results = [result_of(one, about.context, observed_at=observed_at) for one in values]
    what = coded_in(report.obr, 4)
    told_at = instant_of(report.obr.text(22), about.context)
    return ReportFact(
        patient=about.patient,
        stay=about.stay,
        order_number=report.number,
        code=what.code,
        label=what.label,
        status=report.obr.text(25).upper(),
        results=tuple(_joined(results, [one.is_text for one in values])),
        occurred_at=min(told_at, about.said_at) if told_at else about.said_at,
        source=about.source,
    )


def _joined(results: list[Result], texts: list[bool]) -> Iterator[Result]:
    """Lines of text under one code are one text: many laboratories send one OBX for each line of a report."""
    pending: Result | None = None
    for result, text in zip(results, texts, strict=True):
        if pending is not None and text and pending.code == result.code and pending.label == result.label:
            pending = pending._replace(
                value=f"{pending.value}\n{result.value}",
                flag=pending.flag or result.flag,
                note="\n".join(filter(None, (pending.note, result.note))),
            )
            continue
        if pending is not None:
            yield pending
        pending = result if text else None
        if not text:
            yield result
    if pending is not None:
        yield pending


def files_of(message: Message, groups: Sequence[Report], about: About) -> tuple[DocumentFact, ...]:
    """The files embedded in reports or named by them; their content stays in the message."""
    facts = []
    for report in groups:
        files = [one.obx for one in report.observations if one.is_file]
        for rank, obx in enumerate(files, start=1):
            what = coded_in(obx, 3)
            facts.append(
                DocumentFact(
                    patient=about.patient,
                    stay=about.stay,
                    number=_file_number(message, report, obx, rank),
                    replaces="",
                    kind=what.code or obx.text(5, 3),
                    title=what.label or coded_in(report.obr, 4).label,
                    status=obx.text(11).upper() or report.obr.text(25).upper(),
                    occurred_at=about.said_at,
                    source=about.source,
                )
            )
    return tuple(facts)


def _file_number(message: Message, report: Report, obx: Segment, rank: int) -> str:
    """The file's own number (OBX-21), else the report's with the file's rank: a new version replaces the old one."""
    number = report.number or message.control_id
    return obx.text(21) or (number if rank == 1 else f"{number}/{rank}")
