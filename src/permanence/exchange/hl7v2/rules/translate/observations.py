"""One observation (OBX): its value as a person reads it, its flag, its hour."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from permanence.care.charts.rules import Result
from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment
from permanence.exchange.hl7v2.rules.syntax import Syntax
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


class Frame(NamedTuple):
    """All that an OBX says but its value and its hour: a laboratory says it again in report after report."""

    kind: str
    code: str
    label: str
    unit: str
    reference_range: str
    flag: str
    status: str
    # Whether it speaks of the message's own routing: no finding.
    is_routing: bool


# OBX-2, 3, 6, 7, 8, 11.
_FRAME = (2, 3, 6, 7, 8, 11)


@dataclass(slots=True)
class Observation:
    """An OBX, and the remarks (NTE) that follow it."""

    obx: Segment
    frame: Frame
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, obx: Segment) -> "Observation":
        """An observation without remarks so far."""
        said = obx.raws(*_FRAME)
        read = _frame if sum(map(len, said)) <= LONGEST_WORDS else _frame.__wrapped__
        return cls(obx, read(said, obx.syntax))

    @property
    def is_file(self) -> bool:
        """Whether it is an embedded file, or the address of one."""
        return self.frame.kind in _FILES

    @property
    def is_text(self) -> bool:
        """Whether it is a line of text, which the next line may go on."""
        return self.frame.kind in _TEXTS

    @property
    def value(self) -> str:
        """OBX-5 as a person reads it, by the type that OBX-2 gives; empty for a file."""
        kind, obx = self.frame.kind, self.obx
        if kind in _FILES or not obx.raw(5):
            return ""
        if kind in _PLAIN:
            return ("\n" if kind in _TEXTS else ", ").join(obx.texts(5))
        values = [_read(value, kind) for value in obx.repetitions(5)]
        return ", ".join(value for value in values if value)


@lru_cache(maxsize=8192)
def _frame(said: tuple[str, ...], syntax: Syntax) -> Frame:
    fields = dict(zip(_FRAME, said, strict=True))
    obx = Segment(syntax.field.join(["OBX", *(fields.get(n, "") for n in range(1, 12))]), syntax)
    what, written = coded_in(obx, 3), obx.raw(3)[:LONGEST_WORDS]
    return Frame(
        kind=obx.text(2).upper(),
        code=what.code,
        label=what.label,
        unit=unit_of(obx),
        reference_range=obx.text(7),
        flag=obx.text(8).upper(),
        status=obx.text(11).upper(),
        is_routing=_ROUTING.match(written) is not None or "MetaDMPMSS" in written,
    )


def result_of(observation: Observation, context: Context, *, observed_at: datetime | None) -> Result:
    """The result an OBX states; `observed_at` is the hour of its report, for an OBX-14 that is silent."""
    frame = observation.frame
    return Result(
        frame.code,
        frame.label,
        observation.value,
        frame.unit,
        frame.reference_range,
        frame.flag,
        frame.status,
        instant_of(observation.obx.text(14), context) or observed_at,
        "\n".join(observation.remarks),
    )


def unit_of(obx: Segment) -> str:
    """OBX-6: units are read by their code (mmol/L), which is shorter than their words and the same everywhere."""
    unit = obx.text(6)
    return unit if unit and unit != NULL else coded_in(obx, 6).label


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
