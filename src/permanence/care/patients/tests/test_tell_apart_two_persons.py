"""When what is said of a known patient makes another person of them."""

from datetime import date

import pytest

from permanence.care.patients.rules import Traits, is_another_person, said

KNOWN = Traits(birth_family="LE GOFF", birth_given="Anne", birth_date=date(1962, 3, 4))


@pytest.mark.parametrize(
    ("family", "given", "born", "another"),
    [
        ("DURAND", "Paul", date(1930, 1, 2), True),
        ("LEGOFF", "Paul", date(1930, 1, 2), False),
        ("DURAND", "ANNE", date(1930, 1, 2), False),
        ("DURAND", "Paul", date(1962, 3, 4), False),
        ("DURAND", "Paul", None, False),
        ("", "", None, False),
    ],
)
def test_all_three_strict_traits_must_differ(family, given, born, another):
    told = Traits(birth_family=family, birth_given=given, birth_date=born)
    assert is_another_person(said(KNOWN), said(told)) is another


def test_nobody_known_is_replaced_by_nobody():
    assert not is_another_person(said(Traits()), said(KNOWN))
