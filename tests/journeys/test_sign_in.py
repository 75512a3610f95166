"""Coming in, being kept out, and getting in again at night when the password is forgotten."""

import re

from playwright.sync_api import expect


def test_a_nurse_signs_in_chooses_a_password_and_leaves(arrive, hospital):
    nurse = arrive()
    hospital.new_person("lea", "Léa Morin", "nurse")
    nurse.go("/")
    nurse.picture("sign-in")
    nurse.sign_in("lea")
    nurse.reads("Quelqu'un d'autre vous a donné ce mot de passe")
    nurse.picture("own-password")
    nurse.page.get_by_label("Mot de passe actuel").fill(hospital.passwords["lea"])
    nurse.page.get_by_label("Nouveau mot de passe").fill("cinq petits mots de nuit")
    nurse.page.get_by_label("Le même, encore une fois").fill("cinq petits mots de nuit")
    nurse.presses("Le changer")
    nurse.reads("Votre mot de passe est changé.")
    nurse.presses("Se déconnecter")
    nurse.reads("Déconnexion faite.")
    nurse.sign_in("lea", "cinq petits mots de nuit")
    expect(nurse.page.get_by_role("heading", level=1)).to_have_text("Tableau")


def test_a_wrong_password_is_refused_and_said(arrive):
    somebody = arrive()
    somebody.sign_in("nora", "not hers")
    somebody.reads("ne vont pas ensemble")
    somebody.picture("sign-in-refused")


def test_after_five_failures_the_night_manager_unlocks(arrive, hospital):
    hospital.new_person("tom", "Tom Blanc", "nurse")
    tom, manager = arrive(), arrive()
    for _ in range(5):
        tom.sign_in("tom", "not his")
    tom.sign_in("tom")
    tom.reads(re.compile(r"Réessayez dans \d+ minutes, ou demandez au cadre de nuit"))
    tom.picture("locked-out")
    manager.enter("max", "/accounts/people/tom/")
    manager.reads("Bloqué")
    manager.picture("person-locked-out")
    manager.presses("Débloquer")
    manager.reads("La personne peut réessayer tout de suite.")
    tom.enter("tom")
    tom.reads("Tableau")


def test_a_forgotten_password_is_replaced_by_a_code_of_the_card(arrive, hospital):
    hospital.new_person("zoe", "Zoé Nguyen", "doctor")
    codes = hospital.codes_of_new_card("zoe")
    zoe = arrive()
    zoe.go("/")
    zoe.presses("Utilisez un code de votre carte de secours")
    zoe.picture("badge-sign-in")
    zoe.page.get_by_label("Identifiant").fill("ZOE")
    zoe.page.get_by_label("Code").fill(codes[0].lower().replace("-", " "))
    zoe.presses("Se connecter")
    zoe.reads("Il reste 9 codes sur votre carte.")
    zoe.page.get_by_label("Nouveau mot de passe").fill("six mots choisis sans dormir")
    zoe.page.get_by_label("Le même, encore une fois").fill("six mots choisis sans dormir")
    zoe.presses("Le changer")
    zoe.reads("Votre mot de passe est changé.")
    thief = arrive()
    thief.go("/accounts/badge-sign-in/")
    thief.page.get_by_label("Identifiant").fill("zoe")
    thief.page.get_by_label("Code").fill(codes[0])
    thief.presses("Se connecter")
    thief.reads("ne vont pas ensemble")


def test_a_stranger_is_asked_to_sign_in_and_then_goes_where_they_wanted(arrive, hospital):
    hospital.new_person("ida", "Ida Roy", "it")
    ida = arrive()
    ida.sign_in("ida")
    ida.page.get_by_label("Mot de passe actuel").fill(hospital.passwords["ida"])
    ida.page.get_by_label("Nouveau mot de passe").fill("des mots pour la galerie")
    ida.page.get_by_label("Le même, encore une fois").fill("des mots pour la galerie")
    ida.presses("Le changer")
    ida.presses("Se déconnecter")
    ida.go("/gallery/")
    ida.page.get_by_label("Identifiant").fill("ida")
    ida.page.get_by_label("Mot de passe").fill("des mots pour la galerie")
    ida.presses("Se connecter")
    expect(ida.page).to_have_url(f"{hospital.url}/gallery/")


def test_after_signing_out_the_back_button_shows_nothing(arrive, hospital):
    manager = arrive()
    manager.enter("max", "/accounts/people/")
    manager.reads("Nora Benali")
    manager.presses("Se déconnecter")
    manager.reads("Déconnexion faite.")
    manager.page.go_back()
    expect(manager.page.locator("body")).not_to_contain_text("Nora Benali")
