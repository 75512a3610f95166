"""What names a patient on paper: bands for the wrist, labels, and who is where."""

from permanence.care.stays.paper.bands import WRISTBAND
from permanence.care.stays.paper.blocks import NUMBER_BLOCK
from permanence.care.stays.paper.labels import LABELS
from permanence.care.stays.paper.prefill import prefill
from permanence.care.stays.paper.ward_days import WARD_DAYS
from permanence.care.stays.paper.whereabouts import WHEREABOUTS

PRINTABLES = (WRISTBAND, LABELS, WHEREABOUTS, WARD_DAYS, NUMBER_BLOCK)
# Forms ask for it under this name when a sheet is printed for a patient.
PREFILL = prefill
