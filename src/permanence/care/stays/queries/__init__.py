"""Reads of stays and of their movements."""

from permanence.care.stays.queries.blocks import NumberBlockRow, holder_of, number_blocks
from permanence.care.stays.queries.histories import Histories, StayHistory, histories
from permanence.care.stays.queries.inpatients import InpatientRow, inpatient_of_visit, inpatients
from permanence.care.stays.queries.movements import (
    ACTION_NAMES,
    KIND_NAMES,
    DepartureTold,
    MovementRow,
    departures_told,
    movements_of,
)
from permanence.care.stays.queries.relatives import DESK, Sought, Whereabouts, sought
from permanence.care.stays.queries.stays import (
    READERS_OF_CONTESTS,
    STATE_NAMES,
    ContestedRow,
    InBed,
    StayRow,
    absorbed_stays,
    board_queues,
    contested,
    expected_in_wards,
    in_beds,
    in_hospital,
    in_wards,
    leaving_wards,
    namesakes_in_wards,
    present_by_ward,
    stay,
    stay_count,
    stays,
    stays_by_visit,
    stays_of,
    wards_of,
)
from permanence.care.stays.queries.stored import stays_taken
from permanence.care.stays.rules import ProvisionalNumber, StayClass, StayState, VisitNumber
from permanence.care.stays.rules.relatives import AskedFor

__all__ = [
    "ACTION_NAMES", "DESK", "KIND_NAMES", "READERS_OF_CONTESTS", "STATE_NAMES", "AskedFor", "ContestedRow",
    "DepartureTold", "Histories", "InBed", "InpatientRow", "MovementRow", "NumberBlockRow", "ProvisionalNumber",
    "Sought", "StayClass", "StayHistory", "StayRow", "StayState", "VisitNumber", "Whereabouts",
    "absorbed_stays", "board_queues", "contested", "departures_told", "expected_in_wards", "histories",
    "holder_of", "in_beds", "in_hospital", "in_wards", "inpatient_of_visit", "inpatients", "leaving_wards",
    "movements_of", "namesakes_in_wards", "number_blocks", "present_by_ward", "sought", "stay", "stay_count",
    "stays", "stays_by_visit", "stays_of", "stays_taken", "wards_of",
]  # fmt: skip
