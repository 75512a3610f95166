"""When something goes wrong, the page says what to do."""

import pytest

from tests.journeys.hospital import Hospital
from tests.machine import free_port


def test_an_address_that_does_not_exist(arrive):
    somebody = arrive()
    assert somebody.go("/no/such/page/").status == 404
    somebody.reads("Il n'y a rien à cette adresse")
    somebody.reads("There is nothing at this address")
    somebody.picture("error-404")
    somebody.presses("Aller au tableau")
    somebody.reads("Se connecter")


def test_a_page_for_another_role(arrive):
    nurse = arrive()
    nurse.enter("nora")
    assert nurse.go("/gallery/").status == 403
    nurse.reads("Cette page ne vous est pas ouverte")
    nurse.picture("error-403")


def test_a_form_that_waited_too_long(arrive):
    nurse = arrive()
    nurse.go("/accounts/sign-in/")
    nurse.page.context.clear_cookies()
    nurse.page.get_by_label("Identifiant").fill("nora")
    nurse.page.get_by_label("Mot de passe").fill("anything at all")
    nurse.presses("Se connecter")
    nurse.reads("Ce formulaire a attendu trop longtemps")
    nurse.picture("error-form-too-old")


@pytest.fixture
def box_without_database(hospital, tmp_path):
    """A box whose database went away: nobody listens where it should be."""
    nowhere = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    return Hospital(tmp_path, PERMANENCE_DATABASE_URL=nowhere)


def test_a_box_whose_database_is_gone_still_says_so(arrive, box_without_database):
    with box_without_database.serving_site():
        somebody = arrive(at=box_without_database)
        assert somebody.go("/accounts/sign-in/").status == 500
        somebody.reads("Quelque chose s'est cassé dans le boîtier")
        somebody.reads("continuez sur papier")
        somebody.picture("error-500")
        assert somebody.go("/health/").status == 503
