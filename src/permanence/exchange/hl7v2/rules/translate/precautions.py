"""What those who touch a patient must know first: isolation, risks (PV1, PV2, OBX)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from permanence.care.charts.rules import PrecautionFact
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded
from permanence.exchange.hl7v2.rules.translate.context import About
from permanence.exchange.hl7v2.rules.translate.observations import LONGEST_WORDS
from permanence.exchange.hl7v2.rules.translate.reports import Report
from permanence.exchange.hl7v2.rules.wording import _

# PV1-15, HL7 table 0009 (A0 is "no functional limitation").
_AMBULATORY = {
    "A1": _("Walks with an aid"),
    "A2": _("Wheelchair or stretcher"),
    "A3": _("Comatose"),
    "A4": _("Disoriented"),
    "A5": _("Vision impaired"),
    "A6": _("Hearing impaired"),
    "A7": _("Speech impaired"),
    "A8": _("Does not speak the language"),
    "B1": _("Oxygen therapy"),
    "B3": _("Amputee"),
    "B4": _("Mastectomy"),
    "B5": _("Paraplegic"),
    "B6": _("Pregnant"),
}
# PV2-41, HL7 table 0433.
_PRECAUTIONS = {
    "A": _("Aggressive"),
    "B": _("Blind"),
    "C": _("Confused"),
    "D": _("Deaf"),
    "P": _("Paraplegic"),
}
# PV1-40, HL7 table 0116: the state of the bed tells of an isolation, and that there is none.
_BED = {"I": _("Isolation"), "K": _("Contaminated bed")}
_BED_STATES = frozenset("CHOUIK")
# What an observation is called when it is a precaution.
_OBSERVED = re.compile(
    r"\bisolation (?:precaution|status|type|required)"
    r"|\bisolement (?:contact|air|goutt|protecteur|septique|sanitaire)|pr[ée]cautions? (?:contact|air|goutt|compl)"
    r"|(?:contact|droplet|airborne) precaution|risk of fall|fall risk|risque de chute"
    r"|\bmrsa\b|\bsarm\b|\bbhre\b|\bbmr\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:n|no|non|none|not detected|aucune?|absent\w*|absence|n[ée]gati\w*|0|false)\W*",
    re.IGNORECASE,
)


def precautions_of(message: Message, groups: Iterable[Report], about: About) -> tuple[PrecautionFact, ...]:
    """The precautions a message tells, and those it says are over. Silence takes nothing back."""
    told = [*_of_visit(message), *_of_bed(message.first("PV1")), *_observed(groups)]
    return tuple(
        PrecautionFact(about.patient, about.stay, code, label, active, about.said_at, about.source)
        for code, label, active in dict.fromkeys(told)
    )


Told = tuple[str, str, bool]


def _of_visit(message: Message) -> Iterator[Told]:
    tables = (
        (message.first("PV1"), 15, "0009", _AMBULATORY),
        (message.first("PV2"), 41, "0433", _PRECAUTIONS),
    )
    for segment, n, table, known in tables:
        if not segment.raw(n):
            continue
        for value in map(coded, segment.repetitions(n)):
            label = known.get(value.code.upper())
            if label:
                yield f"{table}-{value.code.upper()}", label, True


def _of_bed(pv1: Segment) -> Iterator[Told]:
    state = pv1.text(40).upper()
    if state in _BED_STATES:
        for code, label in _BED.items():
            yield f"0116-{code}", label, code == state


def _observed(groups: Iterable[Report]) -> Iterator[Told]:
    for observation in (one for report in groups for one in report.observations):
        if not is_precaution(observation.obx.raw(3)[:LONGEST_WORDS]):
            continue
        what, value = observation.frame, observation.value
        deleted = what.status in {"D", "W"}
        active = bool(value) and not deleted and _NO.fullmatch(value) is None
        yield what.code or what.label, f"{what.label}: {value}" if active else what.label, active


@lru_cache(maxsize=8192)
def is_precaution(what: str) -> bool:
    """Whether what is observed (OBX-3 as written) is a precaution, by its words."""
    return _OBSERVED.search(what) is not None
