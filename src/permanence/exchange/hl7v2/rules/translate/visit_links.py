"""Stays that change number or patient (A35, A36, A41 to A45, A49 to A51)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from permanence.care.stays.rules import VisitLinkFact, VisitNumber
from permanence.exchange.hl7v2.rules.events import Effect
from permanence.exchange.hl7v2.rules.refusals import Reason, Refusal
from permanence.exchange.hl7v2.rules.tokens import Message
from permanence.exchange.hl7v2.rules.translate.context import Context, said_at
from permanence.exchange.hl7v2.rules.translate.identifiers import patient_identifiers, prior_numbers, visit_number
from permanence.exchange.hl7v2.rules.translate.parties import Party, Prior, parties_of

# Where the former number stands in MRG.
_ACCOUNT, _VISIT, _ALTERNATE_VISIT = 3, 5, 6
_NUMBERED_BY = {"A42": _VISIT, "A45": _VISIT, "A50": _VISIT, "A51": _ALTERNATE_VISIT}
# Every stay of the former patient moves, so none is named.
_WHOLE_PATIENT = "A43"


def visit_links_of(
    message: Message, context: Context, effect: Effect, patients: Sequence[UUID]
) -> tuple[VisitLinkFact, ...]:
    """The stays that change, from the prior numbers of each PID; what changes nothing is left out.

    Raises Refusal when no prior number is there, unless the event says more than that (A36).
    """
    links = list(_links(message, context, effect, patients))
    if not links and effect.link is None:
        raise Refusal(Reason.NO_PRIOR_NUMBER, detail=message.event.trigger, location="MRG")
    return tuple(dict.fromkeys(link for link in links if not _changes_nothing(link)))


def _links(message: Message, context: Context, effect: Effect, patients: Sequence[UUID]) -> Iterator[VisitLinkFact]:
    # The patients stand in the order of `identities_of`: each PID, then its prior numbers that name somebody.
    remaining = iter(patients)
    for party in parties_of(message, effect):
        kept = next(remaining)
        numbers = patient_identifiers(party.pid, context)
        for prior in party.priors:
            other = next(remaining) if prior_numbers(prior.mrg, numbers, context) else None
            before, now = _numbers(message, context, party, prior)
            if before or (other and message.event.trigger == _WHOLE_PATIENT):
                yield VisitLinkFact(other, before, kept, now, said_at(message, context), context.source)


def _numbers(
    message: Message, context: Context, party: Party, prior: Prior
) -> tuple[VisitNumber | None, VisitNumber | None]:
    """The stay's number before and now; an event about accounts that gives visits only is read by its visits."""
    if message.event.trigger == _WHOLE_PATIENT:
        return None, None
    pv1 = prior.pv1 or party.pv1
    by_account = visit_number(prior.mrg, _ACCOUNT, context), visit_number(party.pid, 18, context)
    by_visit = visit_number(prior.mrg, _VISIT, context), visit_number(pv1, 19, context)
    by_alternate = visit_number(prior.mrg, _ALTERNATE_VISIT, context), visit_number(pv1, 50, context)
    ways = {_ACCOUNT: by_account, _VISIT: by_visit, _ALTERNATE_VISIT: by_alternate}
    asked = ways[_NUMBERED_BY.get(message.event.trigger, _ACCOUNT)]
    return next((way for way in (asked, by_visit, by_account) if way[0]), (None, asked[1]))


def _changes_nothing(link: VisitLinkFact) -> bool:
    return link.other_patient == link.kept_patient and link.other_visit == link.kept_visit
