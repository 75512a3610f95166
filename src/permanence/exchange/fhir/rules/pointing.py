"""Which addresses a resource points to, and its own."""

from typing import Any

from permanence.exchange.feeds.rules.told import Context
from permanence.exchange.fhir.rules.references import address_of, own_addresses
from permanence.exchange.fhir.rules.resources import Resource

# Looked at no deeper: what lies deeper is a questionnaire or a narrative.
_DEEPEST = 12
_NOT_FOLLOWED = frozenset({"text", "contained", "extension", "meta", "result", "hasMember"})


def addresses_in(resource: Resource, context: Context) -> set[tuple[str, str]]:
    """Every address a resource points to, and its own."""
    found = {address.key for address in own_addresses(resource, context)}
    waiting: list[tuple[Any, int]] = [(resource.body, 0)]
    while waiting:
        at, depth = waiting.pop()
        if isinstance(at, list):
            waiting += [(one, depth) for one in at if isinstance(one, dict | list)]
            continue
        said = at.get("reference")
        if isinstance(said, str) and (address := address_of(said, resource, context)):
            found.add(address.key)
        if depth < _DEEPEST:
            waiting += [
                (one, depth + 1)
                for name, one in at.items()
                if isinstance(one, dict | list) and name not in _NOT_FOLLOWED
            ]
    return found
