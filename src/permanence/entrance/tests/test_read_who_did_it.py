"""Pages say who did something as people say it; the ledger's own word stays in the ledger."""

import pytest
from django.utils import translation

from permanence.entrance.templating import who


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        ("person:nora", "nora"),
        ("console:root", "root at the box's console"),
        ("feed:GAM^CHT", "the sender GAM^CHT"),
        ("box:K7Q2", "box K7Q2"),
        ("nora", "nora"),
    ],
)
def test_whoever_did_it_is_named_as_people_say_it(actor, said):
    with translation.override("en"):
        assert who(actor) == said


def test_it_is_said_in_the_readers_language():
    with translation.override("fr"):
        assert who("console:root") == "root sur la console du boîtier"
