"""Handing out blocks of provisional numbers: no number twice, whatever desk, box, slip of the pen or second print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.care.stays import operations, queries
from permanence.care.stays.models import NumberBlock
from permanence.care.stays.rules import NotAProvisionalNumber, ProvisionalNumber, provisional_number
from permanence.care.stays.tests.stories import at
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.ledger.queries import entries_about
from permanence.paper.press import operations as press_operations
from permanence.paper.press import queries as press
from permanence.paper.press.tests.printing import ALICE, printed
from permanence.paper.sheets import operations as sheet_operations
from permanence.paper.sheets import queries as sheets
from permanence.paper.sheets.rules import ALPHABET, NotASheetNumber, parse_number

KIND = "stays.number_block"
MARIE = Actor("person", "marie")
numbers = st.builds(
    ProvisionalNumber, st.text(ALPHABET, min_size=4, max_size=4), st.integers(min_value=1, max_value=10**9)
)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_HOME", str(tmp_path))


def hand_out(*desks: str, count: int = 5) -> list[queries.NumberBlockRow]:
    blocks = operations.hand_out_blocks(desks=desks, count=count, by=MARIE, occurred_at=at(1))
    return queries.number_blocks(blocks)


@pytest.mark.django_db
class TestHandingOut:
    def test_no_number_is_in_two_blocks_and_the_ledger_says_who_holds_which(self):
        blocks = [*hand_out("Emergency", "Admissions"), *hand_out("Maternity")]
        all_numbers = [number for block in blocks for number in block.numbers]
        assert len(all_numbers) == len(set(all_numbers)) == 15
        (entry,) = entries_about(blocks[0].id)
        assert entry.kind == "stays.blocks_handed_out"

    def test_the_desk_that_holds_a_number_is_known(self):
        emergency, admissions = hand_out("Emergency", "Admissions")
        assert queries.holder_of(emergency.numbers[-1]) == emergency
        assert queries.holder_of(admissions.numbers[0]) == admissions
        assert queries.holder_of(ProvisionalNumber("ZZZZ", 1)) is None

    def test_a_refused_block_takes_no_number(self):
        for count in (0, 201):
            with pytest.raises(operations.BlockSizeWrong):
                hand_out("Emergency", count=count)
        assert not NumberBlock.objects.exists()
        assert hand_out("Emergency")[0].first.counter == 1

    def test_nobody_asking_takes_no_number(self):
        assert operations.hand_out_blocks(desks=[], count=5, by=MARIE, occurred_at=at(1)) == []


@pytest.mark.django_db
class TestTheSheet:
    def test_every_number_stands_in_clear_and_in_a_code_that_is_read_back(self):
        (block,) = hand_out("Emergency", count=40)
        pages = printed((KIND, [block.id]))
        assert len(pages) <= 3
        assert [text for page in pages for text in page.others] == [number.compact for number in block.numbers]
        words = "".join(page.words for page in pages)
        assert [number for number in block.numbers if number.spoken not in words] == []
        assert "Emergency" in words

    def test_a_block_on_paper_is_not_printed_a_second_time(self):
        (block,) = hand_out("Emergency")
        (first,) = printed((KIND, [block.id]))
        (again,) = printed((KIND, [block.id]))
        assert len(first.others) == 5
        assert again.others == ()
        assert first.code.number.spoken in again.words

    def test_a_second_print_of_a_part_replaces_no_sheet_that_holds_numbers(self):
        blocks, now = hand_out("Emergency", "Admissions"), clock.now()
        parts = [press_operations.PartPlan("Numbers", [(KIND, [block.id for block in blocks])])]
        run = press_operations.plan_run(title="Kit", parts=parts, picture_at=now, by=ALICE, occurred_at=now)
        press_operations.print_run(run=run, by=ALICE, occurred_at=now)
        (part,) = press.run(run).parts
        again = press_operations.plan_again(parts=[part.id], by=ALICE, occurred_at=now)
        press_operations.print_run(run=again, by=ALICE, occurred_at=now)
        assert {row.state for row in sheets.sheets_of_part(part.id)} == {sheets.SheetEventKind.PRINTED}

    def test_once_the_lost_sheet_is_void_it_may_be(self):
        (block,) = hand_out("Emergency")
        (first,) = printed((KIND, [block.id]))
        sheet_operations.void(numbers=[first.code.number], reason="burnt", by=ALICE, occurred_at=at(2))
        (again,) = printed((KIND, [block.id]))
        assert len(again.others) == 5

    def test_a_sheet_for_any_desk_has_a_line_for_its_name(self):
        (block,) = hand_out("")
        (page,) = printed((KIND, [block.id]), language="fr")
        for words in ("N'importe quel guichet", "Numéros provisoires", "Remis à (nom)"):
            assert words in page.words.replace("\u2019", "'")


@given(numbers)
def test_a_number_is_read_as_it_is_spoken_or_scanned(number):
    assert provisional_number(number.spoken) == provisional_number(number.compact.lower()) == number


@given(numbers, st.data())
def test_every_single_wrong_character_is_noticed(number, data):
    text = number.compact
    place = data.draw(st.integers(1, len(text) - 1))
    wrong = data.draw(st.sampled_from([one for one in ALPHABET if one != text[place]]))
    with pytest.raises(NotAProvisionalNumber):
        provisional_number(text[:place] + wrong + text[place + 1 :])


@given(numbers)
def test_no_number_passes_for_the_number_of_a_sheet(number):
    with pytest.raises(NotASheetNumber):
        parse_number(number.compact)
