"""What is decided of resuscitation and of limits to care (OBX, PV2-41, PV2-45, PD1-15)."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from permanence.care.charts.rules import CodeStatusFact
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded, coded_in
from permanence.exchange.hl7v2.rules.translate.context import instant_of
from permanence.exchange.hl7v2.rules.translate.names import person_named
from permanence.exchange.hl7v2.rules.translate.observations import LONGEST_WORDS, Observation
from permanence.exchange.hl7v2.rules.translate.reports import Report
from permanence.exchange.hl7v2.rules.wording import _

# PV2-41 (HL7 table 0433), PV2-45 and PD1-15 (table 0435).
_IN_SEGMENTS = (("PV2", 41, "0433", "N"), ("PV2", 45, "0435", "DNR"), ("PD1", 15, "0435", "DNR"))
_NOT_TO_RESUSCITATE = _("Do not resuscitate")
# LOINC 81351-9 (a DNR order is in place) and 100822-6 (resuscitation orders) as in HL7 PACIO's guide of advance
# directives, SNOMED CT 304251008 (resuscitation status) as in HL7 Switzerland's Emergency Record.
_ORDER_IN_PLACE = frozenset({"81351-9"})
_ASKED = _ORDER_IN_PLACE | {"100822-6", "304251008"}
_ASKED_IN_WORDS = re.compile(
    r"do.?not.?(?:attempt.?)?resuscitat|\bdnr\b|\bdnar\b|\bdni\b|\bcode status|resuscitation (?:status|order)"
    r"|ne pas r[ée]animer|(?:statut|niveau) de r[ée]animation|limitation.{0,20}(?:th[ée]rapeutique|traitement|soins)"
    r"|\blata\b",
    re.IGNORECASE,
)
_IS_REFUSAL = re.compile(r"do.?not.?(?:attempt.?)?resuscitat|\bdna?r\b|ne pas r[ée]animer", re.IGNORECASE)
_YES = re.compile(r"(?:y|yes|o|oui|1|true|present|pr[ée]sente?)\W*", re.IGNORECASE)
_NO = re.compile(r"(?:n|no|non|none|aucune?|absent\w*|absence|0|false)\W*", re.IGNORECASE)
# SNOMED CT: not for resuscitation, not for attempted CPR; for resuscitation, for attempted CPR.
_AGAINST, _FOR = frozenset({"304253006", "450476008", "DNR", "DNAR"}), frozenset({"304252001", "450475007"})
_AGAINST_IN_WORDS = re.compile(
    r"(?:ne pas|pas de|pas d.acte de|non[- ])\s*r[ée]anim|\bdna?r\b|\bno cpr\b|allow natural death"
    r"|(?:do not|not for)[\w ]{0,20}resuscitat",
    re.IGNORECASE,
)
_FOR_IN_WORDS = re.compile(
    r"\bfull code\b|r[ée]animation (?:compl[èe]te|maximale|pleine)|(?<!not )\bfor (?:attempted )?(?:cardiopulmonary )?"
    r"resuscitation",
    re.IGNORECASE,
)


def code_statuses_of(message: Message, groups: Iterable[Report], about: About) -> tuple[CodeStatusFact, ...]:
    """The decisions a message states, and those it takes back. Silence takes nothing back."""
    return (*_in_segments(message, about), *_observed(groups, about))


def _in_segments(message: Message, about: About) -> Iterator[CodeStatusFact]:
    for name, n, table, wanted in _IN_SEGMENTS:
        segment = message.first(name)
        if segment.raw(n) and any(one.code.upper() == wanted for one in map(coded, segment.repetitions(n))):
            yield _fact(about, f"{table}-{wanted}", _NOT_TO_RESUSCITATE, resuscitate=False)


def _observed(groups: Iterable[Report], about: About) -> Iterator[CodeStatusFact]:
    for report in groups:
        for one in report.observations:
            if is_code_status(one.obx.raw(3)[:LONGEST_WORDS]) and one.value:
                yield _stated(report, one, about)


def _stated(report: Report, one: Observation, about: About) -> CodeStatusFact:
    what, value = one.frame, one.value
    is_refusal = what.code in _ORDER_IN_PLACE or _IS_REFUSAL.search(what.label) is not None
    taken_back = what.status in {"D", "W"} or _NO.fullmatch(value) is not None
    said_yes = _YES.fullmatch(value) is not None
    resuscitate = False if is_refusal and said_yes else decides(coded_in(one.obx, 5).code, value)
    return _fact(
        about,
        what.code or what.label,
        what.label,
        value="" if said_yes else value,
        resuscitate=None if taken_back else resuscitate,
        stated_by=person_named(one.obx.repetition(16)),
        stated_at=instant_of(one.obx.text(14), about.context) or instant_of(report.obr.text(7), about.context),
        active=not taken_back,
    )


def _fact(
    about: About,
    code: str,
    label: str,
    *,
    resuscitate: bool | None,
    value: str = "",
    stated_by: str = "",
    stated_at: datetime | None = None,
    active: bool = True,
) -> CodeStatusFact:
    return CodeStatusFact(
        about.patient, about.stay, code, label, value, resuscitate, stated_by, stated_at, about.said_at, about.source,
        active,
    )  # fmt: skip


def decides(code: str, words: str) -> bool | None:
    """Whether a value says to resuscitate (True) or not to (False); None when only its words say what it means."""
    if code in _AGAINST or _AGAINST_IN_WORDS.search(words):
        return False
    return True if code in _FOR or _FOR_IN_WORDS.search(words) else None


@lru_cache(maxsize=8192)
def is_code_status(what: str) -> bool:
    """Whether what is observed (OBX-3 as written) is a decision on resuscitation or limits to care."""
    return not _ASKED.isdisjoint(what.split("^")) or _ASKED_IN_WORDS.search(what) is not None
