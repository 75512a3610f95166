"""Allergies and intolerances (AL1, IAM)."""

import re

from permanence.care.charts.rules import AllergyFact, AllergyListFact
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in, labels_in
from permanence.exchange.hl7v2.rules.translate.context import About

# "No known allergy" in SNOMED CT. "No known drug allergy" says less, and stays in the list as it was said.
_NONE_KNOWN = frozenset({"716186003", "NKA"})
_NONE_KNOWN_WORDS = re.compile(
    r"(?:no (?:known )?allerg\w+|nka|none known|aucune? allergie\w*(?: connue\w*)?|pas d.allergie\w*(?: connue\w*)?"
    r"|absence d.allergie\w*(?: connue\w*)?)\W*",
    re.IGNORECASE,
)
# IAM-6, HL7 table 0323 and its elder 0206: with one of these the message tells a change, without it the whole list.
_CHANGES = frozenset({"A", "D", "U", "X"})
_REMOVED, _UNCHANGED = "D", "X"
# IAM-17, HL7 table 0438.
_ERRONEOUS = "E"


def allergies_of(message: Message, about: About) -> tuple[AllergyListFact, ...]:
    """The allergies a message tells; none when it is silent, an empty complete list when it says there are none.

    AL1 in an admission message is the whole list (HL7 v2 chapter 2, snapshot mode); elsewhere it only adds.
    """
    lists: list[AllergyListFact] = []
    listed = list(message.all("AL1"))
    if listed:
        known = tuple(_allergy(segment) for segment in listed if _is_allergy(segment))
        lists.append(AllergyListFact(about.patient, known, message.event.type == "ADT", about.said_at, about.source))
    changed = list(message.all("IAM"))
    if changed:
        complete = not any(segment.text(6).upper() in _CHANGES for segment in changed)
        told = [segment for segment in changed if segment.text(6).upper() != _UNCHANGED and _is_allergy(segment)]
        lists.append(AllergyListFact(about.patient, tuple(map(_changed, told)), complete, about.said_at, about.source))
    return tuple(allergies for allergies in lists if allergies.allergies or allergies.complete)


def _is_allergy(segment: Segment) -> bool:
    value = coded_in(segment, 3)
    says_none = value.code.upper() in _NONE_KNOWN or _NONE_KNOWN_WORDS.fullmatch(value.label)
    return bool(value) and not says_none


def _allergy(segment: Segment, *, removed: bool = False) -> AllergyFact:
    substance = coded_in(segment, 3)
    return AllergyFact(
        code=substance.code if substance.code != substance.label else "",
        label=substance.label,
        kind=segment.text(2),
        severity=segment.text(4),
        reaction=labels_in(segment, 5),
        removed=removed,
    )


def _changed(segment: Segment) -> AllergyFact:
    return _allergy(segment, removed=segment.text(6).upper() == _REMOVED or segment.text(17).upper() == _ERRONEOUS)
