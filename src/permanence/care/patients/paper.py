"""What the paper wing asks of whoever knows patients; nothing is printed here."""

from uuid import UUID

from permanence.care.patients import operations, queries
from permanence.paper.press import queries as press

_MOST = 8


def _found(text: str) -> list[UUID]:
    """The files that best answer a number or traits typed from a sheet."""
    return [row.id for row in queries.search(text, limit=_MOST)]


PRINTABLES: tuple[press.Printable, ...] = ()
# The desk tells through it who saw whose sheets.
ACCOUNT_FOR_READS = operations.account_for_reads
# The desk asks it whose a sheet is that came without a patient.
FIND_PATIENTS = _found
