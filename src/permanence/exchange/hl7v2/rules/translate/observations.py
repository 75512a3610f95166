"""One observation (OBX): its value as a person reads it, its flag, its hour."""

import re
from datetime import datetime
from functools import lru_cache

from permanence.care.charts.rules import Result
from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment
from permanence.exchange.hl7v2.rules.timestamps import legible
from permanence.exchange.hl7v2.rules.translate.coded import coded, coded_in
from permanence.exchange.hl7v2.rules.translate.context import Context, instant_of

# OBX-2 of what is a file and not a value.
_FILES = frozenset({"ED", "RP"})
_CODED = frozenset({"CE", "CWE", "CNE", "CF", "IS", "ID"})
_DATED = frozenset({"DT", "TS", "DTM", "TM"})
_TEXTS = frozenset({"TX", "FT"})
_PLAIN = _TEXTS | {"NM", "ST"}
# What is observed is a code and a few words; no more of it is looked at or remembered.
LONGEST_WORDS = 400
# What a French document message says of the routing of its document is no finding (ANS, "CDA en HL7 v2").
_ROUTING = re.compile(
    r"(?:MASQUE_PS|INVISIBLE_\w+|CONNEXION_SECRETE|MODIF_CONF\w*|DEST(?:DMP|MSSANTE\w*)|CORPSMAIL\w*"
    r"|ACK_(?:RECEPTION|LECTURE)\w*)(?!\w)"
)


def is_file(obx: Segment) -> bool:
    """Whether the observation is an embedded file, or the address of one."""
    return obx.text(2).upper() in _FILES


def is_routing(obx: Segment) -> bool:
    """Whether the observation speaks of the message's own routing."""
    return _routes(obx.raw(3)[:LONGEST_WORDS])


@lru_cache(maxsize=8192)
def _routes(what: str) -> bool:
    return _ROUTING.match(what) is not None or "MetaDMPMSS" in what


def is_text(obx: Segment) -> bool:
    """Whether the observation is a line of text, which the next line may go on."""
    return obx.text(2).upper() in _TEXTS


def result_of(obx: Segment, context: Context, *, observed_at: datetime | None, note: str = "") -> Result:
    """The result an OBX states; `observed_at` is the hour of its report, for an OBX-14 that is silent."""
    what = coded_in(obx, 3)
    return Result(
        code=what.code,
        label=what.label,
        value=value_of(obx),
        unit=unit_of(obx),
        reference_range=obx.text(7),
        flag=obx.text(8).upper(),
        status=obx.text(11).upper(),
        observed_at=instant_of(obx.text(14), context) or observed_at,
        note=note,
    )


def unit_of(obx: Segment) -> str:
    """OBX-6: units are read by their code (mmol/L), which is shorter than their words and the same everywhere."""
    unit = obx.text(6)
    return unit if unit and unit != NULL else coded_in(obx, 6).label


def value_of(obx: Segment) -> str:
    """OBX-5 as a person reads it, by the type that OBX-2 gives; empty for a file."""
    kind = obx.text(2).upper()
    if kind in _FILES or not obx.raw(5):
        return ""
    if kind in _PLAIN:
        return ("\n" if kind in _TEXTS else ", ").join(obx.texts(5))
    values = [_read(value, kind) for value in obx.repetitions(5)]
    return ", ".join(value for value in values if value)


def _read(value: Repetition, kind: str) -> str:
    if kind == "SN":
        return _structured_numeric(value)
    if kind in _CODED:
        return coded(value).label
    if kind in _DATED:
        return legible(value.text().replace(NULL, ""))
    return " ".join(part for part in value.components() if part and part != NULL)


def _structured_numeric(value: Repetition) -> str:
    """An SN: comparator, number, separator or suffix, number (">^100", "^1^:^128", "^2^+")."""
    parts = [value.text(component) for component in (1, 2, 3, 4)]
    return "".join(part for part in parts if part != NULL)
