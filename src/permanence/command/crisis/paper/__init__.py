"""What a blackout needs on paper that is about nobody: the first hour, numbers to ring, notices, runners."""

from permanence.command.crisis.paper.first_hour import FIRST_HOUR, OUTSIDE_NUMBERS
from permanence.command.crisis.paper.wards import DOOR_NOTICE, RUNNERS

PRINTABLES = (FIRST_HOUR, OUTSIDE_NUMBERS, DOOR_NOTICE, RUNNERS)
