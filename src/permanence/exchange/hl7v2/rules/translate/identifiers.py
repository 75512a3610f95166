"""Numbers and who gave them (HL7 data types CX, EI and HD)."""

import re
from collections.abc import Iterable, Mapping, Sequence

from permanence.care.patients.rules import INS_AUTHORITIES, IdentifierFact, keys_of, tells_apart
from permanence.care.stays.rules import VisitNumber
from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment, remembered
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.context import Context

# The obsolete computed INS, which identifies nobody for certain.
_INS_C = "1.2.250.1.213.1.4.2"
_OID = re.compile(r"[0-2](?:\.\d+){2,}")
_KIND = re.compile(r"[A-Z0-9-]{1,8}")
_PATIENT_NUMBER = "PI"
_NO_KINDS: Mapping[str, str] = {}


def authority_named(parts: Sequence[str]) -> str:
    """Who gives a number, from an HD's name, universal id and its kind: the OID when one is stated, else the name."""
    namespace, universal, kind = (*(part.replace(NULL, "").removeprefix("urn:oid:") for part in parts), "", "", "")[:3]
    return universal if universal and (kind == "ISO" or _OID.fullmatch(universal)) else namespace or universal


def _authority_of(number: Repetition) -> str:
    """Who gave a CX, empty when it does not say."""
    return _authority(Repetition(number.part(4), number.syntax))


@remembered
def _authority(authority: Repetition) -> str:
    return authority_named(authority.subcomponents(1))


def identifier_of(number: Repetition, context: Context, kinds: Mapping[str, str] = _NO_KINDS) -> IdentifierFact | None:
    """One CX, None when it holds no number; `kinds` says what an authority's numbers are when CX.5 does not."""
    value = number.text(1)
    if not value or value == NULL:
        return None
    authority = _authority_of(number) or context.feed
    kind = number.text(5).upper()
    if authority in INS_AUTHORITIES:
        kind = "INS"
    elif authority == _INS_C:
        kind = "INS-C"
    return IdentifierFact(authority, value, kind if _KIND.fullmatch(kind) else kinds.get(authority, _PATIENT_NUMBER))


def identifiers_in(
    segment: Segment, n: int, context: Context, kinds: Mapping[str, str] = _NO_KINDS
) -> tuple[IdentifierFact, ...]:
    """Every number of a field, in order, none twice."""
    found = (identifier_of(number, context, kinds) for number in segment.repetitions(n))
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


def patient_identifiers(pid: Segment, context: Context) -> tuple[IdentifierFact, ...]:
    """The numbers of a PID: PID-3, else what older versions used: PID-2, then PID-4.

    An account (PID-18) names no patient: a family may share one. A social security number (PID-19) neither.
    """
    return identifiers_in(pid, 3, context) or identifiers_in(pid, 2, context) or identifiers_in(pid, 4, context)


def prior_numbers(mrg: Segment, kept: Iterable[IdentifierFact], context: Context) -> tuple[IdentifierFact, ...]:
    """The numbers that an MRG replaces: MRG-1, else MRG-4 (before version 2.5), else MRG-2; none when they name nobody.

    A number without a kind is of the kind its authority gives among `kept`, the numbers of the PID.
    """
    kinds = {identifier.authority: identifier.kind for identifier in reversed(tuple(kept))}
    found = (identifiers_in(mrg, field, context, kinds) for field in (1, 4, 2))
    return next((numbers for numbers in found if any(tells_apart(key) for key in keys_of(numbers))), ())


def visit_number(segment: Segment, n: int, context: Context) -> VisitNumber | None:
    """A visit's or an account's number (PV1-19, PID-18, MRG-3, MRG-5...), None when not said."""
    for number in segment.repetitions(n):
        value = number.text(1)
        if value and value != NULL:
            return VisitNumber(_authority_of(number) or context.feed, value)
    return None


def visit_of(message: Message, context: Context) -> VisitNumber | None:
    """The stay a message speaks of: PV1-19, else the account PID-18."""
    visit = visit_number(message.first("PV1"), 19, context)
    return visit or visit_number(message.first("PID"), 18, context)


def entity_number(number: Repetition, context: Context) -> tuple[str, str]:
    """An EI as its number and who gave it, the feed when it does not say."""
    return number.text(1), authority_named([number.text(2), number.text(3), number.text(4)]) or context.feed
