"""Names of patients and of people who care for them (HL7 data types XPN and XCN)."""

from dataclasses import dataclass

from permanence.exchange.hl7v2.rules.segments import NULL, Repetition, Segment, remembered

# HL7 table 0200 as PAM France uses it: L is the name at birth, D the one in use. Elsewhere B and M are the birth name.
_BIRTH = ("B", "M")
_OF_RECORD = ("L", "", "U", "C")
_IN_USE = ("D", "S", "N", "A")


@dataclass(frozen=True, slots=True)
class Names:
    """A patient's names; None means not said, empty said to be none."""

    birth_family: str | None = None
    birth_given: str | None = None
    birth_given_names: str | None = None
    used_family: str | None = None
    used_given: str | None = None


def names_in(segment: Segment, n: int, *, french: bool) -> Names:
    """The names of a field of XPN, told apart by their type; a name without type is the one of record."""
    if segment.is_null(n):
        return Names("", "", "", "", "")
    by_type: dict[str, Repetition] = {}
    for name in segment.repetitions(n):
        if name.text(1) or name.text(2) or _family(name):
            by_type.setdefault(name.text(7).upper(), name)
    at_birth = None if french else _first(by_type, _BIRTH)
    of_record = _first(by_type, _OF_RECORD)
    in_use = _first(by_type, _IN_USE)
    birth, used = (at_birth, of_record or in_use) if at_birth else (of_record, in_use)
    if birth is None and not french:
        birth, used = used or next(iter(by_type.values()), None), None
    return _named(birth, used, french=french)


def _first(by_type: dict[str, Repetition], types: tuple[str, ...]) -> Repetition | None:
    return next((by_type[type_] for type_ in types if type_ in by_type), None)


def _named(birth: Repetition | None, used: Repetition | None, *, french: bool) -> Names:
    return Names(
        birth_family=_family(birth) if birth else None,
        birth_given=_said(birth.text(2)) if birth else None,
        birth_given_names=_given_names(birth, french=french) if birth else None,
        used_family=_family(used) if used else None,
        used_given=_said(used.text(2)) if used else None,
    )


def _said(value: str) -> str | None:
    return "" if value == NULL else value or None


def _family(name: Repetition) -> str | None:
    """The family name; its particle stays before it, and is put back where only the parts are sent (FN.2, FN.3)."""
    parts = name.subcomponents(1)
    whole = parts[0] if parts else ""
    return _said(whole or " ".join(part for part in parts[1:3] if part))


def _given_names(name: Repetition, *, french: bool) -> str | None:
    """Every given name at birth. France sends them all in XPN.3; elsewhere XPN.3 holds the second and further ones."""
    first, more = name.text(2), name.text(3)
    if not more or more == NULL:
        return _said(more) if more else None
    return more if french or more.split()[0].casefold() == first.casefold() else f"{first} {more}".strip()


@remembered
def person_named(name: Repetition) -> str:
    """How a doctor is written on a list: family name, given name; the number when there is no name (XCN).

    Before version 2.3 the given name may lie beside the family name, as its subcomponent.
    """
    names = name.subcomponents(2)
    given = name.text(3) or "".join(names[1:2])
    full = " ".join(part for part in (*names[:1], given) if part and part != NULL)
    return full or name.text(1).replace(NULL, "")
