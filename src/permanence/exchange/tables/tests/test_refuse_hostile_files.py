"""Files that are torn, swollen, locked or no table at all are refused whole, with a reason."""

import zipfile
from io import BytesIO

import pytest
from click.testing import CliRunner

from permanence.care.agenda import queries as agenda
from permanence.care.archive import queries as archive
from permanence.exchange.tables import cli
from permanence.exchange.tables.adapters import store
from permanence.exchange.tables.models import TableImport
from permanence.exchange.tables.queries import FileRefused
from permanence.exchange.tables.tests.made_up import HEADINGS, appointment, as_csv, as_workbook, taken_in, written

pytestmark = pytest.mark.django_db


def refused(path):
    """Why a file is refused; nothing of it was kept."""
    with pytest.raises(FileRefused) as why:
        taken_in(path)
    assert not TableImport.objects.exists()
    assert list(store.folder().iterdir()) == []
    return why.value.code


def zipped(tmp_path, parts, name="rdv.xlsx"):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part, content in parts.items():
            file.writestr(part, content)
    return written(tmp_path, packed.getvalue(), name)


def rewritten(path, part, change):
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[part] = change(parts[part])
    return zipped(path.parent, parts)


def test_an_empty_file_is_refused(tmp_path):
    assert refused(written(tmp_path, b" \n")) == "empty"


def test_a_file_whose_writer_died_in_a_line_is_refused_whole(tmp_path):
    content = as_csv(appointment("1001"), appointment("1002"))
    assert refused(written(tmp_path, content[:-40])) == "cut"
    assert agenda.board_signs()[0].detail == "No appointment is known."


def test_a_quotation_mark_nobody_closed_swallows_no_rows(tmp_path):
    rows = [appointment(str(n)) for n in range(400)]
    content = as_csv(*rows).replace(b"\r\n3;", b'\r\n"3;', 1)
    assert refused(written(tmp_path, content)) == "quote"


def test_what_is_no_table_is_refused(tmp_path):
    assert refused(written(tmp_path, b"%PDF-1.7\n\0\0\x93\xff binary")) == "not-a-table"
    assert refused(written(tmp_path, b"Dear all,\nsee you on Monday.\n")) == "no-kind"
    assert refused(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls")) == "locked"
    assert refused(zipped(tmp_path, {"hello.txt": "no workbook"})) == "damaged"


def test_half_a_workbook_is_refused(tmp_path):
    path = as_workbook(tmp_path / "rdv.xlsx", *(appointment(str(n)) for n in range(50)))
    content = path.read_bytes()
    assert refused(written(tmp_path, content[: len(content) // 2], "half.xlsx")) == "damaged"


def test_a_workbook_damaged_in_its_middle_is_refused_before_any_row_is_applied(tmp_path):
    path = as_workbook(tmp_path / "whole.xlsx", *(appointment(str(n)) for n in range(900)))
    torn = rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) * 3 // 4])
    assert refused(torn) == "damaged"


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(tmp_path):
    path = as_workbook(tmp_path / "whole.xlsx", appointment("1"))
    bomb = rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (60 << 20))
    assert refused(bomb) == "bomb"


def test_entities_that_swell_are_refused(tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{lol}]><worksheet>&l11;</worksheet>'.encode()
    path = as_workbook(tmp_path / "whole.xlsx", appointment("1"))
    assert refused(rewritten(path, "xl/worksheets/sheet1.xml", lambda _xml: xml)) == "damaged"


def test_a_sheet_that_says_it_is_a_million_columns_wide_is_read_as_it_is(tmp_path):
    path = as_workbook(tmp_path / "whole.xlsx", appointment("1"))
    with zipfile.ZipFile(path) as file:
        assert b"<dimension" in file.read("xl/worksheets/sheet1.xml")
    wide = rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:M2"', b'ref="A1:XFD1048576"'))
    assert taken_in(wide).applied == 1


def shared(path, *texts):
    """A workbook whose first row of data takes its first cells from texts kept apart."""
    items = "".join(f"<si>{text}</si>" for text in texts)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    )
    parts["xl/sharedStrings.xml"] = f'<?xml version="1.0"?><sst {space}>{items}</sst>'.encode()
    row = "".join(f'<c r="{letter}2" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCD"))
    sheet = parts["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b'<row r="2"'), sheet.index(b"</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + f'<row r="2">{row}</row>'.encode() + sheet[end:]
    return zipped(path.parent, parts)


ENTRY = ("N° dossier", "Rayon", "Nom de naissance", "Prénom")


def test_texts_kept_apart_are_read_in_all_their_runs(tmp_path):
    path = as_workbook(tmp_path / "whole.xlsx", ("1", "A", "x", "y"), headings=ENTRY)
    texts = ("<t>881204</t>", "<t>B12</t>", "<r><t>LE</t></r><r><t>FEVRE</t></r><rPh><t>no</t></rPh>", "<t/>")
    assert taken_in(shared(path, *texts)).applied == 1
    (found,) = archive.search("881204")
    assert (found.birth_family, found.shelf) == ("LEFEVRE", "B12")


def test_a_cell_whose_text_lacks_is_damage(tmp_path):
    path = as_workbook(tmp_path / "whole.xlsx", ("1", "A", "x", "y"), headings=ENTRY)
    assert refused(shared(path, "<t>881204</t>")) == "damaged"


def test_a_row_that_says_it_is_the_billionth_is_read_at_once(tmp_path):
    path = as_workbook(tmp_path / "whole.xlsx", appointment("1"))
    far = rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b'<row r="9999999999"'))
    assert taken_in(far).applied == 1


def test_a_formula_is_never_run_and_its_last_value_is_read(tmp_path):
    row = taken_in(as_workbook(tmp_path / "rdv.xlsx", appointment("1", Motif="=1+1")))
    assert row.applied == 1


def test_an_opendocument_sheet_is_read(tmp_path):
    def line(cells):
        inside = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{inside}<table:table-cell table:number-columns-repeated='16000'/></table:table-row>"

    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(line(row) for row in (HEADINGS, appointment("1"), appointment("2")))
    content = (
        f"<office:document-content {spaces}><table:table table:name='Feuille1'>{rows}"
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
        "</table:table></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    assert taken_in(zipped(tmp_path, parts, "rdv.ods")).applied == 2


def test_a_file_that_lacks_what_its_profile_needs_is_refused_by_name_of_column(tmp_path):
    taken_in(written(tmp_path, as_csv(appointment("1"))), profile="rdv")
    other = written(tmp_path, b"Nom;Prenom\nMARTIN;Anne\n", "other.csv")
    result = CliRunner().invoke(cli.tables, ["import", str(other), "--profile", "rdv"])
    assert result.exit_code == 1
    assert "Date, Heure" in result.output
