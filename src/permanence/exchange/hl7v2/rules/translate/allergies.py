"""Allergies and intolerances (AL1, IAM)."""

from permanence.care.charts.rules import AllergyFact, AllergyListFact
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.coded import coded_in, labels_in
from permanence.exchange.hl7v2.rules.translate.context import About

# IAM-6, HL7 table 0323 and its elder 0206: with one of these the message tells a change, without it the whole list.
_CHANGES = frozenset({"A", "D", "U", "X"})
_REMOVED, _UNCHANGED = "D", "X"
# IAM-17, HL7 table 0438.
_ERRONEOUS = "E"


def allergies_of(message: Message, about: About) -> tuple[AllergyListFact, ...]:
    """The allergies a message tells, "no known allergy" among them as it was said; no list when it is silent.

    AL1 in an admission message is the whole list (HL7 v2 chapter 2, snapshot mode); elsewhere it only adds.
    """
    lists: list[AllergyListFact] = []
    listed = list(message.all("AL1"))
    if listed:
        known = tuple(_allergy(segment) for segment in listed if coded_in(segment, 3))
        lists.append(AllergyListFact(about.patient, known, message.event.type == "ADT", about.said_at, about.source))
    changed = list(message.all("IAM"))
    if changed:
        complete = not any(segment.text(6).upper() in _CHANGES for segment in changed)
        told = [segment for segment in changed if segment.text(6).upper() != _UNCHANGED and coded_in(segment, 3)]
        lists.append(AllergyListFact(about.patient, tuple(map(_changed, told)), complete, about.said_at, about.source))
    return tuple(allergies for allergies in lists if allergies.allergies or allergies.complete)


def _allergy(segment: Segment, *, removed: bool = False) -> AllergyFact:
    substance = coded_in(segment, 3)
    return AllergyFact(
        code=substance.code,
        label=substance.label,
        kind=segment.text(2),
        severity=segment.text(4),
        reaction=labels_in(segment, 5),
        removed=removed,
    )


def _changed(segment: Segment) -> AllergyFact:
    return _allergy(segment, removed=segment.text(6).upper() == _REMOVED or segment.text(17).upper() == _ERRONEOUS)
