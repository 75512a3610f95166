"""What the paper wing asks of whoever knows patients; nothing is printed here."""

from permanence.care.patients import operations
from permanence.paper.press import queries as press

PRINTABLES: tuple[press.Printable, ...] = ()
# The desk tells through it who saw whose sheets.
ACCOUNT_FOR_READS = operations.account_for_reads
