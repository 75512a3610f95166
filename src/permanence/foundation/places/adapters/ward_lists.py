"""Lists of wards as hospitals keep them: a CSV from a spreadsheet, or JSON."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from permanence.foundation.places.rules import PlaceFact, WardDescription

COLUMNS = ("ward", "name", "site", "building", "floor", "room", "bed")


class WardListUnreadable(Exception):
    """The file is no list of wards; the text says where it stops being one."""


def read(path: Path) -> list[WardDescription]:
    """The wards of a `.json` file (a list of objects) or of a CSV whose first line names its columns.

    Columns: ward (its code, required), name, site, building, floor, room, bed. Raises `WardListUnreadable`.
    """
    raw = path.read_bytes()
    rows = _json_rows(raw) if path.suffix.lower() == ".json" else _csv_rows(_decoded(raw))
    return [_description(number, row) for number, row in enumerate(rows, start=1)]


def _json_rows(raw: bytes) -> list[Any]:
    try:
        rows = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise WardListUnreadable(str(error)) from error
    if not isinstance(rows, list):
        raise WardListUnreadable("not a list of objects")
    return rows


def _csv_rows(text: str) -> Iterable[Mapping[str, Any]]:
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    return reader


def _description(number: int, row: Any) -> WardDescription:
    if not isinstance(row, Mapping) or not str(row.get("ward") or "").strip():
        raise WardListUnreadable(f"row {number}: no ward code")
    said = {column: str(row.get(column) or "").strip() for column in COLUMNS}
    place = PlaceFact(
        ward=said["ward"],
        room=said["room"],
        bed=said["bed"],
        facility=said["site"],
        building=said["building"],
        floor=said["floor"],
    )
    return WardDescription(place, said["name"])


def _decoded(raw: bytes) -> str:
    # Spreadsheets of French hospitals still save in the Windows code page.
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
