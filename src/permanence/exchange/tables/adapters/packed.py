"""What spreadsheets are packed in: a zip that is looked over before anything in it is unpacked."""

import zipfile
from pathlib import Path

from permanence.exchange.tables.rules.problems import FileRefused

# Half a million rows of twenty cells are 600 MB of XML, packed twenty times smaller.
MOST_BYTES = 2 << 30
# Lists repeat themselves and pack well; what packs better than this holds nothing but repetition.
_MOST_TIMES_SMALLER = 300
_SMALL = 10 << 20
# Texts that a workbook keeps apart are read whole into memory.
_MOST_SHARED = 200 << 20
_MOST_PARTS = 5_000


def check(path: Path) -> zipfile.ZipFile:
    """A spreadsheet's zip, open, once its sizes are plausible: a zip never gives more than it states.

    Raises `FileRefused`.
    """
    try:
        packed = zipfile.ZipFile(path)
        parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileRefused("damaged") from error
    shared = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    whole = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _SMALL and part.file_size > _MOST_TIMES_SMALLER * part.compress_size for part in parts
    )
    if swollen or whole > MOST_BYTES or shared > _MOST_SHARED or len(parts) > _MOST_PARTS:
        packed.close()
        raise FileRefused("bomb")
    return packed
