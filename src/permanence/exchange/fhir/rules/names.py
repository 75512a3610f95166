"""Names of patients and of others (HumanName), addresses and telephones (Address, ContactPoint)."""

from dataclasses import dataclass

from permanence.exchange.fhir.rules.elements import Element, elements, extensions, text, texts

_HOME_COUNTRY = frozenset({"", "FR", "FRA", "FRANCE"})
_TELEPHONES = frozenset({"", "phone", "sms"})
_USES = {"mobile": 0, "home": 1, "": 2, "work": 3, "temp": 4}


@dataclass(frozen=True, slots=True)
class Names:
    """A patient's names; None means not said."""

    birth_family: str | None = None
    birth_given: str | None = None
    birth_given_names: str | None = None
    used_family: str | None = None
    used_given: str | None = None


def names_of(body: Element) -> Names:
    """The names of a patient, told apart by their use.

    `official` is the name at birth (FR Core), unless a `maiden` name is given beside it: then that is, and the official
    one is in use. The first given name is the one of birth; the list of all is FR Core's extension.
    """
    by_use: dict[str, Element] = {}
    for name in elements(body, "name"):
        if _family(name) or _given(name):
            by_use.setdefault(text(name, "use"), name)
    official = next((by_use[use] for use in ("official", "") if use in by_use), None)
    usual = next((by_use[use] for use in ("usual", "nickname") if use in by_use), None)
    maiden = by_use.get("maiden")
    birth, used = (maiden, official or usual) if maiden else (official, usual)
    if birth is None:
        birth, used = usual or next(iter(by_use.values()), None), None
    if birth is None:
        return Names()
    given_of = birth if _given(birth) else official or birth
    return Names(
        birth_family=_family(birth) or None,
        birth_given=_given(given_of) or None,
        birth_given_names=_given_names(given_of) or None,
        used_family=(_family(used) or None) if used else None,
        used_given=(_given(used) or None) if used else None,
    )


def written(body: Element) -> str:
    """How somebody is written on a list: family name, given name; as a whole where the parts are not said."""
    names = [name for name in elements(body, "name") if text(name, "use") != "old"]
    for name in names or elements(body, "name"):
        parts = [part for part in (_family(name), _given(name)) if part]
        if said := " ".join(parts) or text(name, "text"):
            return said
    return ""


def telephones(body: Element) -> tuple[str, ...]:
    """Every number one can call, a mobile first."""
    told = [
        (_USES.get(text(one, "use"), 2), text(one, "value").removeprefix("tel:"))
        for one in elements(body, "telecom")
        if text(one, "system") in _TELEPHONES and text(one, "use") != "old"
    ]
    numbers = [value for _, value in sorted(told, key=lambda pair: pair[0]) if value and "@" not in value]
    return tuple(dict.fromkeys(numbers))


def address_of(body: Element) -> str:
    """The first address, the one at home where several are given, on one line."""
    told = [one for one in elements(body, "address") if text(one, "use") != "old"]
    homes = [one for one in told if text(one, "use") == "home"]
    for address in [*homes, *told]:
        country = text(address, "country")
        town = f"{text(address, 'postalCode')} {text(address, 'city')}".strip()
        parts = [*texts(address, "line"), town, "" if country.upper() in _HOME_COUNTRY else country]
        if said := ", ".join(part for part in parts if part) or text(address, "text"):
            return said
    return ""


def _family(name: Element) -> str:
    return text(name, "family")


def _given(name: Element) -> str:
    return next(iter(texts(name, "given")), "")


def _given_names(name: Element) -> str:
    listed = (
        text(one, "valueString")
        for one in extensions(
            name,
            "fr-core-patient-birth-list-given-name",
            "fr-core-birth-list-given-name",
            "birth-list-given-name",
            "FrPatientBirthListGivenName",
        )
    )
    return next((said for said in listed if said), "") or " ".join(texts(name, "given"))
