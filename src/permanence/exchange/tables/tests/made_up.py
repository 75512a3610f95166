"""Made-up tables, written by the test that reads them."""

import csv
import io
from datetime import UTC, datetime

from openpyxl import Workbook

from permanence.exchange.tables import operations, queries
from permanence.exchange.tables.queries import ImportState, TableKind
from permanence.foundation.actors import Actor

PERSON = Actor("person", "alice")
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
HEADINGS = (
    "N° RDV", "IPP", "Nom", "Prénom", "Date de naissance", "Sexe", "Téléphone", "Date", "Heure", "Médecin", "Service",
    "Motif", "État",
)  # fmt: skip


def appointment(number, **said):
    """A row of appointments, under the headings above."""
    row = {
        "N° RDV": number, "IPP": "", "Nom": "MARTIN", "Prénom": "Zoé", "Date de naissance": "12/03/1971", "Sexe": "F",
        "Téléphone": "06 12 34 56 78", "Date": "02/12/2026", "Heure": "09:30", "Médecin": "Dr Petit",
        "Service": "Cardiologie", "Motif": "Contrôle", "État": "",
    }  # fmt: skip
    assert set(said) <= set(row)
    return tuple((row | said)[heading] for heading in HEADINGS)


def as_csv(*rows, delimiter=";", charset="utf-8", headings=HEADINGS, above=()):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([*above, headings, *rows])
    return text.getvalue().encode(charset)


def as_workbook(path, *rows, headings=HEADINGS, above=(), title="Feuil1"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in [*above, headings, *rows]:
        sheet.append(list(row))
    book.save(path)
    return path


def written(folder, content, name="rdv.csv"):
    path = folder / name
    path.write_bytes(content)
    return path


def taken_in(path, *, profile="", kind=None, feed="RDV", at=NOW):
    """Take a file in whole; how the import stands at its end."""
    version = operations.profile_for(path=path, name=profile, kind=kind and TableKind(kind), by=PERSON, occurred_at=at)
    begun = operations.begin_import(path=path, profile=version, feed=feed, by=PERSON, occurred_at=at)
    row = operations.continue_import(table_import=begun, by=PERSON, occurred_at=at)
    while row.state is ImportState.UNDER_WAY:
        row = operations.continue_import(table_import=begun, by=PERSON, occurred_at=at)
    return row


def rejects_of(row):
    return queries.rejects_lines(row)
