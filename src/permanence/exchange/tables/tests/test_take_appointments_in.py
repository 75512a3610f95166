"""The list of appointments another system exports every night is taken in, row by row."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.care.agenda import queries as agenda
from permanence.care.patients import operations as patients
from permanence.care.patients import queries as known_patients
from permanence.exchange.feeds import operations as feeds
from permanence.exchange.feeds.models import Message, Quarantine
from permanence.exchange.tables import operations, queries
from permanence.exchange.tables.models import TableImport, ToldRow
from permanence.exchange.tables.queries import ImportState
from permanence.exchange.tables.tests.made_up import (
    NOW,
    PERSON,
    appointment,
    as_csv,
    as_workbook,
    taken_in,
    written,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 2)


def day(which=DAY):
    return agenda.appointments(day=which)


def patient(ipp, family="MARTIN", given="ZOE", born=date(1971, 3, 12)):
    traits = patients.Traits(birth_family=family, birth_given=given, birth_date=born)
    identity = patients.IdentityFact((patients.IdentifierFact("1.2.3", ipp, "PI"),), traits, NOW, uuid4())
    return patients.receive_identities(facts=[identity], by=PERSON)[0]


def test_who_is_coming_when_and_why_stands_in_the_diary(tmp_path):
    row = taken_in(written(tmp_path, as_csv(appointment("1001"), charset="cp1252")))
    assert (row.read, row.applied, row.kind, row.profile) == (1, 1, "appointments", "appointments")
    (found,) = day()
    assert (found.hour, found.place, found.practitioner, found.reason) == (
        "09:30",
        "Cardiologie",
        "Dr Petit",
        "Contrôle",
    )
    assert (found.phone, found.patient.birth_family, found.patient.given) == ("06 12 34 56 78", "MARTIN", "Zoé")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_characters_are_found_by_looking(tmp_path, delimiter, charset):
    taken_in(
        written(
            tmp_path, as_csv(appointment("1001", Motif="Œil, à revoir; vite"), delimiter=delimiter, charset=charset)
        )
    )
    assert day()[0].reason == "Œil, à revoir; vite"


def test_a_workbook_says_the_same(tmp_path):
    cells = {"Date de naissance": date(1971, 3, 12), "Heure": time(9, 30), "Téléphone": 612345678}
    row = appointment("1001", Date=datetime(2026, 12, 2), **cells)  # noqa: DTZ001 (spreadsheets know no zone)
    taken_in(as_workbook(tmp_path / "rdv.xlsx", row, above=[["Rendez-vous du CHU"], [], ["", "", "Patient", "", ""]]))
    (found,) = day()
    assert (found.number, found.hour, found.phone, found.patient.birth_date) == (
        "1001",
        "09:30",
        "0612345678",
        date(1971, 3, 12),
    )


def test_the_patient_is_found_by_number_whoever_gave_it(tmp_path):
    known = patient("70012")
    taken_in(
        written(tmp_path, as_csv(appointment("1001", IPP="70012", Nom="", **{"Date de naissance": "", "Prénom": ""})))
    )
    assert day()[0].patient.id == known


def test_the_patient_is_found_by_strict_traits_when_no_number_is_said(tmp_path):
    known = patient("70012")
    patient("70013", given="ANNE")
    taken_in(written(tmp_path, as_csv(appointment("1001"))))
    assert day()[0].patient.id == known


def test_two_patients_with_the_same_traits_are_never_chosen_between(tmp_path):
    ours = {patient("70012"), patient("70013")}
    taken_in(written(tmp_path, as_csv(appointment("1001"), appointment("1002", Heure="10:00"))))
    assert {row.patient.id for row in day()}.isdisjoint(ours)
    assert len({row.patient.id for row in day()}) == 1
    assert all(row.patient.homonym for row in day())


def test_a_number_of_somebody_of_another_name_waits_for_a_person(tmp_path):
    patient("70012", family="DURAND", given="ANNE", born=date(1950, 1, 1))
    row = taken_in(written(tmp_path, as_csv(appointment("1001", IPP="70012"))))
    assert (row.applied, row.quarantined) == (0, 1)
    assert Quarantine.objects.get().reason == "number-of-another"
    assert day() == []


def test_people_known_by_name_and_phone_alone_stay_apart(tmp_path):
    bare = {"Date de naissance": "", "Prénom": ""}
    rows = [
        appointment("1", **bare),
        appointment("2", **bare),
        appointment("3", **bare | {"Téléphone": "01 00 00 00 01"}),
    ]
    taken_in(written(tmp_path, as_csv(*rows)))
    assert len({row.patient.id for row in day()}) == 2
    assert known_patients.patient_count() == 2


def test_the_same_file_again_says_nothing_new(tmp_path):
    content = as_csv(appointment("1001"), appointment("1002"))
    taken_in(written(tmp_path, content))
    again = taken_in(written(tmp_path, content), at=NOW + timedelta(days=1))
    assert (again.read, again.unchanged, again.applied) == (2, 2, 0)
    assert Message.objects.count() == 2


def test_what_changed_since_last_night_is_told_and_may_change_back(tmp_path):
    for night, hour in enumerate(("09:30", "10:00", "09:30")):
        row = taken_in(
            written(tmp_path, as_csv(appointment("1001", Heure=hour), appointment("1002"))),
            at=NOW + timedelta(days=night),
        )
        assert {found.number: found.hour for found in day()}["1001"] == hour
    assert (row.applied, row.unchanged) == (1, 1)


def test_a_cancelled_appointment_is_cancelled(tmp_path):
    taken_in(written(tmp_path, as_csv(appointment("1001"))))
    taken_in(written(tmp_path, as_csv(appointment("1001", État="Annulé"))), at=NOW + timedelta(days=1))
    assert day()[0].state.value == "cancelled"


def test_rows_are_held_during_a_blackout_and_replayed_after_it(tmp_path):
    feeds.hold_feeds(reason="attack", by=PERSON, occurred_at=NOW)
    row = taken_in(written(tmp_path, as_csv(appointment("1001"))))
    assert (row.held, row.applied, day()) == (1, 0, [])
    assert not ToldRow.objects.exists()
    feeds.release_feeds(fate=feeds.Fate.REPLAY, reason="over", by=PERSON, occurred_at=NOW)
    while feeds.replay_held(by=PERSON, occurred_at=NOW):
        pass
    assert len(day()) == 1


def test_a_row_that_cannot_be_understood_waits_and_the_others_are_applied(tmp_path):
    bad = appointment("1002", **{"Date de naissance": "31/02/1971"})
    row = taken_in(written(tmp_path, as_csv(appointment("1001"), bad)))
    assert (row.applied, row.quarantined) == (1, 1)
    waiting = Quarantine.objects.get()
    assert (waiting.reason, waiting.detail, waiting.location) == ("cells", "Date de naissance (not-a-date)", "3")


def test_a_date_without_an_hour_is_nobody_s_midnight(tmp_path):
    headings = ("N° RDV", "Nom", "Date et heure")
    rows = [("1", "MARTIN", "02/12/2026"), ("2", "PETIT", "02/12/2026 10h15")]
    row = taken_in(written(tmp_path, as_csv(*rows, headings=headings)))
    assert (row.applied, row.quarantined) == (1, 1)
    assert Quarantine.objects.get().detail == "Date et heure (no-hour)"


def test_a_row_that_waits_waits_no_longer_once_the_next_file_tells_it_anew(tmp_path):
    taken_in(written(tmp_path, as_csv(appointment("1001", Heure="25h70"))))
    assert Quarantine.objects.get().resolutions.count() == 0
    taken_in(written(tmp_path, as_csv(appointment("1001", Heure="10h"))), at=NOW + timedelta(days=1))
    assert Quarantine.objects.get().resolutions.get().kind == "discarded"
    assert [found.hour for found in day()] == ["10:00"]


def test_an_import_cut_off_between_two_steps_goes_on_and_applies_nothing_twice(tmp_path):
    path = written(tmp_path, as_csv(*(appointment(str(n)) for n in range(900))))
    version = operations.profile_for(path=path, name="", kind=None, by=PERSON, occurred_at=NOW)
    begun = operations.begin_import(path=path, profile=version, feed="RDV", by=PERSON, occurred_at=NOW)
    operations.continue_import(table_import=begun, by=PERSON, occurred_at=NOW)
    # Received, and killed before it was written how far the import is.
    before = TableImport.objects.get(id=begun)
    operations.continue_import(table_import=begun, by=PERSON, occurred_at=NOW)
    before.save()
    ToldRow.objects.all().delete()
    row = taken_in(path)
    assert row.id == begun
    assert (row.state, row.read, row.applied + row.duplicates) == (ImportState.DONE, 900, 900)
    assert Message.objects.count() == len(day()) == 900


def test_a_file_read_anew_by_a_corrected_profile_settles_what_waited(tmp_path):
    headings = ("Numéro", "Patient", "Quand", "À quelle heure")
    path = written(tmp_path, as_csv(("1", "MARTIN", "12/25/2026", "9h"), headings=headings))
    columns = tuple(zip(headings, ("number", "birth_family", "day", "hour"), strict=True))
    profile = queries.ProfileRow(None, "rdv", 0, queries.TableKind.APPOINTMENTS, columns)
    operations.save_profile(profile_row=profile, by=PERSON, occurred_at=NOW)
    assert taken_in(path, profile="rdv").quarantined == 1
    corrected = replace(profile, order=queries.Order.MONTH_FIRST)
    operations.save_profile(profile_row=corrected, by=PERSON, occurred_at=NOW)
    assert taken_in(path, profile="rdv").applied == 1
    assert [row.number for row in day(date(2026, 12, 25))] == ["1"]
    assert not Quarantine.objects.filter(resolutions__isnull=True).exists()


def test_a_row_that_waits_is_read_by_the_corrected_profile_when_it_is_replayed(tmp_path):
    headings = ("Numéro", "Patient", "Quand", "À quelle heure")
    path = written(tmp_path, as_csv(("1", "MARTIN", "12/25/2026", "9h"), headings=headings))
    columns = tuple(zip(headings, ("number", "birth_family", "day", "hour"), strict=True))
    profile = queries.ProfileRow(None, "rdv", 0, queries.TableKind.APPOINTMENTS, columns)
    operations.save_profile(profile_row=profile, by=PERSON, occurred_at=NOW)
    taken_in(path, profile="rdv")
    corrected = replace(profile, order=queries.Order.MONTH_FIRST)
    operations.save_profile(profile_row=corrected, by=PERSON, occurred_at=NOW)
    waiting = list(Quarantine.objects.values_list("id", flat=True))
    assert feeds.replay(quarantines=waiting, by=PERSON, occurred_at=NOW).applied == 1
    assert len(day(date(2026, 12, 25))) == 1


def test_the_diary_costs_the_same_number_of_queries_for_a_few_rows_and_for_many(tmp_path):
    taken_in(written(tmp_path, as_csv(appointment("0"))))
    costs = []
    for count in (50, 300):
        path = written(tmp_path, as_csv(*(appointment(f"{count}-{n}") for n in range(count))))
        version = queries.profile("appointments").id
        begun = operations.begin_import(path=path, profile=version, feed="RDV", by=PERSON, occurred_at=NOW)
        with CaptureQueriesContext(connection) as asked:
            operations.continue_import(table_import=begun, by=PERSON, occurred_at=NOW)
        costs.append(len([one for one in asked if "tables_tableprofile" not in one["sql"]]))
    assert abs(costs[0] - costs[1]) <= 2
