"""How a message says two patients' numbers relate."""

import pytest

from permanence.care.patients.operations import IdentifierFact, LinkKind
from permanence.exchange.hl7v2.rules import Reason, Refusal
from permanence.exchange.hl7v2.rules.translate import identities_of, links_of
from permanence.exchange.hl7v2.tests.speech import CONTEXT, PID, said

KEPT, OTHER = IdentifierFact("CHT", "1", "PI"), IdentifierFact("CHT", "2", "PI")
FIRST, SECOND = "PID|1||1^^^CHT^PI||NOM^A", "PID|2||2^^^CHT^PI||NOM^A"


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [(trigger, LinkKind.MERGE) for trigger in ("A18", "A30", "A34", "A36", "A39", "A40")]
    + [("A46", LinkKind.RENUMBER), ("A47", LinkKind.RENUMBER)],
)
def test_a_prior_number_is_absorbed_or_replaced(trigger, kind):
    message = said(f"ADT^{trigger}", FIRST, "MRG|2^^^CHT^PI||||||ANCIEN^A")
    (link,) = links_of(message, CONTEXT)
    assert (link.kind, link.kept, link.other) == (kind, (KEPT,), (OTHER,))
    kept, other = identities_of(message, CONTEXT)
    assert (kept.identifiers, other.identifiers) == ((KEPT,), (OTHER,))
    assert other.traits.birth_family == "ANCIEN"
    assert other.fills_gaps_only


@pytest.mark.parametrize(("trigger", "kind"), [("A24", LinkKind.LINK), ("A37", LinkKind.UNLINK)])
def test_two_patients_are_tied_or_untied(trigger, kind):
    message = said(f"ADT^{trigger}", FIRST, "PV1|1|I", SECOND)
    (link,) = links_of(message, CONTEXT)
    assert (link.kind, link.kept, link.other) == (kind, (KEPT,), (OTHER,))
    assert [fact.identifiers for fact in identities_of(message, CONTEXT)] == [(KEPT,), (OTHER,)]


def test_each_group_of_a_repeated_merge_is_one_link():
    message = said("ADT^A40", FIRST, "MRG|2^^^CHT^PI", "PID|2||3^^^CHT^PI", "MRG|4^^^CHT^PI", "MRG|5^^^CHT^PI")
    links = [(link.kept[0].value, link.other[0].value) for link in links_of(message, CONTEXT)]
    assert links == [("1", "2"), ("3", "4"), ("3", "5")]
    assert [fact.identifiers[0].value for fact in identities_of(message, CONTEXT)] == ["1", "2", "3", "4", "5"]


def test_a_prior_number_without_kind_is_of_the_kind_of_the_new_one():
    message = said("ADT^A40", "PID|1||1^^^CHT^MR", "MRG|2^^^CHT")
    assert links_of(message, CONTEXT)[0].other == (IdentifierFact("CHT", "2", "MR"),)


@pytest.mark.parametrize("mrg", ["MRG||2^^^CHT^PI", "MRG||||2^^^CHT^PI"])
def test_prior_numbers_of_older_versions_are_found(mrg):
    assert links_of(said("ADT^A34", FIRST, mrg), CONTEXT)[0].other == (OTHER,)


def test_a_number_merged_into_itself_is_nothing():
    assert links_of(said("ADT^A40", FIRST, "MRG|1^^^CHT^PI"), CONTEXT) == ()


@pytest.mark.parametrize(
    ("segments", "reason"),
    [
        (("ADT^A40", PID), Reason.NO_PRIOR_NUMBER),
        (("ADT^A40", PID, 'MRG|""'), Reason.NO_PRIOR_NUMBER),
        (("ADT^A24", PID), Reason.NO_SECOND_PATIENT),
    ],
)
def test_a_side_that_is_missing_refuses_the_message(segments, reason):
    with pytest.raises(Refusal) as refused:
        links_of(said(*segments), CONTEXT)
    assert refused.value.reason is reason


def test_other_events_link_nothing():
    assert links_of(said("ADT^A01", PID, "PV1|1|I"), CONTEXT) == ()
