"""IT looks after people's accounts."""

import re

from playwright.sync_api import expect


def test_it_creates_somebody_gives_a_role_prints_a_card_and_closes_the_account(arrive, hospital):
    it = arrive()
    it.enter("ines", "/accounts/people/")
    it.picture("people")
    it.presses("Nouvelle personne")
    it.picture("new-person")
    it.page.get_by_label("Identifiant").fill("rose")
    it.page.get_by_label("Nom", exact=True).fill("Rose Caron")
    it.page.get_by_label("Infirmier").check()
    it.presses("Créer")
    it.picture("password-shown-once")
    password = it.page.locator(".secret").inner_text()
    it.presses("C'est noté")
    it.page.get_by_label("Un autre rôle").select_option("doctor")
    it.presses("Donner ce rôle")
    it.reads("Le rôle est donné.")
    with it.page.expect_download() as download:
        it.presses("Imprimer une nouvelle carte de secours")
    assert download.value.suggested_filename.endswith(".pdf")
    it.go("/accounts/people/rose/")
    it.reads("encore 10 codes")
    it.picture("person")
    rose = arrive()
    rose.sign_in("rose", password)
    expect(rose.page).to_have_url(re.compile("/accounts/password/"))
    closure = it.page.get_by_role("region", name="Compte")
    closure.get_by_label("Pourquoi").fill("partie")
    it.presses("Fermer le compte")
    it.reads("Fermé")
    rose.go("/")
    expect(rose.page).to_have_url(re.compile("/accounts/sign-in/"))
