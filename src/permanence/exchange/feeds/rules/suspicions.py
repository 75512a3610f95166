"""What the poison guard counts in a message: nothing of it is wrong by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from permanence.care.patients.rules import IdentityFact, LinkFact, LinkKind
from permanence.care.stays.rules import Action, MovementFact, MovementKind
from permanence.exchange.feeds.rules.guard import Suspicion

_PAST = timedelta(days=2)
_NONE: frozenset[Suspicion] = frozenset()
_BLANK, _SHIFT = frozenset({Suspicion.BLANK}), frozenset({Suspicion.SHIFT})
_MERGE = frozenset({Suspicion.MERGE})
_DELETION, _DEPARTURE = frozenset({Suspicion.DELETION}), frozenset({Suspicion.DEPARTURE})


def suspicions_of_identities(facts: Sequence[IdentityFact], *, shifted: bool) -> frozenset[Suspicion]:
    """A blank name from a sender that keeps identities; `shifted`: a known patient became another person."""
    blank = any(
        not fact.fills_gaps_only and not fact.traits.birth_family and not fact.traits.used_family for fact in facts
    )
    return (_BLANK if blank else _NONE) | (_SHIFT if shifted else _NONE) if blank or shifted else _NONE


def suspicions_of_links(facts: Sequence[LinkFact]) -> frozenset[Suspicion]:
    """One identity said to live on in another."""
    return _MERGE if any(fact.kind is LinkKind.MERGE for fact in facts) else _NONE


def suspicions_of_movements(facts: Sequence[MovementFact], received_at: datetime) -> frozenset[Suspicion]:
    """Something taken back, or somebody gone.

    A stay told whole, from its admission to a discharge some days ago, empties no bed: an archive is told so.
    """
    if any(fact.action is Action.CANCEL for fact in facts):
        return _DELETION
    gone = [fact.occurred_at for fact in facts if fact.kind is MovementKind.DISCHARGE]
    whole = any(fact.kind is MovementKind.ADMIT for fact in facts) and bool(gone) and max(gone) < received_at - _PAST
    return _DEPARTURE if gone and not whole else _NONE
