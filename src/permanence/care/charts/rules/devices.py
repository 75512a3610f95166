"""Which devices are in or on a patient now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permanence.care.charts.rules.facts import DeviceStatus
from permanence.care.charts.rules.known import last_said, says_none

# What is put on hold is still in the body.
_IN_PLACE = frozenset({DeviceStatus.ACTIVE, DeviceStatus.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Device:
    """A device as it was said to be used, last at `said_at`."""

    number: str
    code: str
    label: str
    body_site: str
    detail: str
    status: DeviceStatus
    starts_at: datetime | None
    ends_at: datetime | None
    said_at: datetime


def devices_in_place(said: Iterable[Device], as_of: datetime) -> list[Device]:
    """Devices used now by what was said last of each; the newest in place first, those without an hour last."""
    last = last_said(said, _key, weight=lambda one: one.status not in _IN_PLACE)
    in_place = [
        one
        for one in last
        if one.status in _IN_PLACE and not says_none(one.code) and not (one.ends_at and one.ends_at <= as_of)
    ]
    by_name = sorted(in_place, key=lambda one: one.label.casefold())
    return sorted(by_name, key=lambda one: -one.starts_at.timestamp() if one.starts_at else 0.0)


def _key(device: Device) -> object:
    if device.number:
        return device.number
    return device.code or device.label.casefold(), device.body_site.casefold()
