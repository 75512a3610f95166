"""Who a message says its patients are, and how their numbers relate."""

from collections.abc import Iterator

from permanence.care.patients.rules import IdentifierFact, IdentityFact, LinkFact, LinkKind, Traits, usable
from permanence.exchange.hl7v2.rules.events import Effect, effect_of
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.segments import Segment
from permanence.exchange.hl7v2.rules.syntax import Syntax
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.context import Context, said_at
from permanence.exchange.hl7v2.rules.translate.identifiers import patient_identifiers, prior_numbers
from permanence.exchange.hl7v2.rules.translate.names import names_in
from permanence.exchange.hl7v2.rules.translate.parties import Party, parties_of
from permanence.exchange.hl7v2.rules.translate.traits import is_french, traits_of

# What a PID says follows from its own bytes, but for a lunar birth date (ZFD) and a death dated by its message.
_MOST_REMEMBERED = 4096
_LONGEST_REMEMBERED = 2000
_remembered: dict[tuple[str, Syntax, str, bool], tuple[tuple[IdentifierFact, ...], Traits]] = {}


def identities_of(message: Message, context: Context) -> tuple[IdentityFact, ...]:
    """The patients a message names, in the order `movements_of` expects theirs.

    Each PID, then each prior number (MRG) that follows it; a slot blocked for nobody (SIU^S23) names none. Raises
    Refusal when the event is not supported, or a patient is needed and none is named.
    """
    effect = effect_of(message.event)
    identities = tuple(_identities(message, context, effect))
    if not identities and effect.appointment is None:
        raise Refusal(Reason.NO_PATIENT, location="PID-3")
    return identities


def _identities(message: Message, context: Context, effect: Effect) -> Iterator[IdentityFact]:
    for party in parties_of(message, effect):
        identifiers, traits = _said_by(message, party.pid, context)
        fact = IdentityFact(
            identifiers,
            traits,
            said_at(message, context),
            context.source,
            fills_gaps_only=message.event.type != "ADT",
        )
        if not usable(fact):
            raise Refusal(Reason.NO_PATIENT, location="PID-3")
        yield fact
        yield from _priors(message, context, effect, party, fact.identifiers)


def _said_by(message: Message, pid: Segment, context: Context) -> tuple[tuple[IdentifierFact, ...], Traits]:
    """The numbers and traits of a PID, read once for all messages of a stay that repeat it unchanged."""
    if message.first("ZFD") or pid.raw(29) or pid.raw(30) or len(pid.line) > _LONGEST_REMEMBERED:
        return patient_identifiers(pid, context), traits_of(message, pid, context)
    key = (pid.line, message.syntax, context.feed, is_french(message))
    known = _remembered.get(key)
    if known is None:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        known = _remembered[key] = patient_identifiers(pid, context), traits_of(message, pid, context)
    return known


def _priors(
    message: Message, context: Context, effect: Effect, party: Party, kept: tuple[IdentifierFact, ...]
) -> Iterator[IdentityFact]:
    if not effect.two_sided:
        return
    for prior in party.priors:
        names = names_in(prior.mrg, 7, french=is_french(message))
        traits = Traits(birth_family=names.birth_family or None, birth_given=names.birth_given or None)
        numbers = prior_numbers(prior.mrg, kept, context)
        if numbers:
            yield IdentityFact(numbers, traits, said_at(message, context), context.source, fills_gaps_only=True)


def links_of(message: Message, context: Context) -> tuple[LinkFact, ...]:
    """How the numbers in a message relate (A18 A24 A30 A34 A36 A37 A39 A40 A46 A47); none for other events.

    To be received after the identities of the same message. Raises Refusal when the prior numbers are missing.
    """
    effect = effect_of(message.event)
    if effect.link is None:
        return ()
    parties = parties_of(message, effect)
    if effect.two_patients:
        sides = [(patient_identifiers(party.pid, context)) for party in parties[:2]]
        pairs = [(sides[0], sides[1])]
    else:
        pairs = [pair for party in parties for pair in _pairs(party, context)]
    if not pairs:
        raise Refusal(Reason.NO_PRIOR_NUMBER, location="MRG-1")
    return tuple(_link(effect.link, pair, message, context) for pair in pairs if set(pair[0]) != set(pair[1]))


Pair = tuple[tuple[IdentifierFact, ...], tuple[IdentifierFact, ...]]


def _pairs(party: Party, context: Context) -> Iterator[Pair]:
    kept = patient_identifiers(party.pid, context)
    for prior in party.priors:
        other = prior_numbers(prior.mrg, kept, context)
        if other:
            yield kept, other


def _link(kind: LinkKind, pair: Pair, message: Message, context: Context) -> LinkFact:
    fact = LinkFact(kind, pair[0], pair[1], said_at(message, context), context.source)
    if not usable(fact):
        raise Refusal(Reason.NO_PATIENT, location="PID-3")
    return fact
