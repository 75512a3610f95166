"""Devices in or on a patient: the list a record sends (OBR, OBX), and what PV1-15 and PV2-41 say of lines."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from permanence.care.charts.rules import DeviceFact, DeviceStatus
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded, label_in
from permanence.exchange.hl7v2.rules.translate.context import instant_of
from permanence.exchange.hl7v2.rules.translate.observations import LONGEST_WORDS, Observation
from permanence.exchange.hl7v2.rules.translate.reports import Report
from permanence.exchange.hl7v2.rules.wording import _

# PV1-15, HL7 table 0009, and PV2-41, table 0433.
_IN_SEGMENTS = (
    ("PV1", 15, "0009", "B2", _("Tubes, lines or catheters")),
    ("PV2", 41, "0433", "I", _("Intravenous line")),
)
# LOINC 46264-8, the medical devices of a patient (International Patient Summary).
_LIST = "46264-8"
_LIST_IN_WORDS = re.compile(
    r"dispositifs? (?:en place|m[ée]dica\w+|invasifs?|implant)|abords? (?:en place|vasculaires?)"
    r"|mat[ée]riels? en place|devices? (?:in place|in use)|lines?,? drains|medical device use",
    re.IGNORECASE,
)
_YES = re.compile(r"(?:y|yes|o|oui|1|true|present|pr[ée]sente?|en place|in place)\W*", re.IGNORECASE)
_OUT = re.compile(
    r"(?:n|no|non|none|aucune?|absent\w*|0|false|out|removed|retir[ée]e?|enlev[ée]e?|d[ée]pos[ée]e?|[ôo]t[ée]e?)\W*",
    re.IGNORECASE,
)


def devices_of(message: Message, groups: Iterable[Report], about: About) -> tuple[DeviceFact, ...]:
    """The devices a message says are in place, and those it says are out. Silence takes none out."""
    return (*_in_segments(message, about), *_listed(groups, about))


def _in_segments(message: Message, about: About) -> Iterator[DeviceFact]:
    for name, n, table, wanted, label in _IN_SEGMENTS:
        segment = message.first(name)
        if segment.raw(n) and any(one.code.upper() == wanted for one in map(coded, segment.repetitions(n))):
            yield DeviceFact(
                about.patient, about.stay, "", f"{table}-{wanted}", label, "", "", DeviceStatus.ACTIVE, None, None,
                about.said_at, about.source,
            )  # fmt: skip


def _listed(groups: Iterable[Report], about: About) -> Iterator[DeviceFact]:
    for report in groups:
        if _is_list(report.obr.raw(4)[:LONGEST_WORDS]):
            yield from (_device(report, one, about) for one in report.observations if one.frame.label)


def _device(report: Report, one: Observation, about: About) -> DeviceFact:
    what, value, obx = one.frame, one.value, one.obx
    listed_at = instant_of(report.obr.text(7), about.context)
    is_out = _OUT.fullmatch(value) is not None
    placed_at = instant_of(obx.text(14), about.context)
    return DeviceFact(
        patient=about.patient,
        stay=about.stay,
        # Two lines of one kind are told apart by OBX-4, as any two observations of one code are; else by OBX-21.
        number=obx.text(21) or (f"{what.code or what.label}/{obx.text(4)}" if obx.text(4) else ""),
        code=what.code,
        label=what.label,
        body_site=label_in(obx, 20),
        detail="" if is_out or _YES.fullmatch(value) else value,
        status=_status(what.status, is_out=is_out),
        starts_at=None if is_out else _begun(placed_at, listed_at),
        ends_at=None,
        occurred_at=about.said_at,
        source=about.source,
    )


def _status(told: str, *, is_out: bool) -> DeviceStatus:
    if told in {"D", "W"}:
        return DeviceStatus.ENTERED_IN_ERROR
    return DeviceStatus.STOPPED if is_out else DeviceStatus.ACTIVE


def _begun(placed_at: datetime | None, listed_at: datetime | None) -> datetime | None:
    """A device with an hour before that of its list was put in then; at the hour of the list it was only seen."""
    return placed_at if placed_at and listed_at and placed_at < listed_at else None


@lru_cache(maxsize=4096)
def _is_list(what: str) -> bool:
    return _LIST in what.split("^") or _LIST_IN_WORDS.search(what) is not None
