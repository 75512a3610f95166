"""Whether the box is ready tonight: what every room says, and what the machine says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from permanence.command.readiness import rules
from permanence.command.readiness.adapters import machine
from permanence.command.readiness.adapters.rooms import said_by_rooms
from permanence.command.readiness.models import SelfTest
from permanence.foundation import clock, node
from permanence.foundation.actors import Role
from permanence.foundation.board import Health, Sign
from permanence.foundation.ledger import queries as ledger
from permanence.foundation.readiness import Check

READERS = (Role.NIGHT_MANAGER, Role.IT, Role.CRISIS_CELL)
_HOUSE = Path(__file__).resolve().parents[2]
_PATIENCE_S = 10.0
_GRADES = (Health.BAD, Health.WATCH, Health.GOOD)
_WORST_FIRST = (Health.BAD, Health.WATCH, Health.GOOD, Health.OFF)


@dataclass(frozen=True, slots=True)
class RoomCheck:
    """A check and the room that made it."""

    room: str
    check: Check


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that was looked at, what fails first."""

    checks: tuple[RoomCheck, ...]
    at: datetime

    @property
    def failing(self) -> int:
        """How many checks fail."""
        return sum(one.check.health is Health.BAD for one in self.checks)

    @property
    def to_watch(self) -> int:
        """How many checks are to be watched."""
        return sum(one.check.health is Health.WATCH for one in self.checks)

    @property
    def health(self) -> Health:
        """How the whole box stands."""
        return Health.BAD if self.failing else Health.WATCH if self.to_watch else Health.GOOD


@dataclass(frozen=True, slots=True)
class SelfTestRow:
    """One self-test; `results` are (room, name, health, found, remedy)."""

    id: UUID
    at: datetime
    tested_by: str
    results: tuple[tuple[str, str, Health, str, str], ...]
    failing: int
    to_watch: int


def readiness() -> Readiness:
    """Look the whole box over; takes a second or two, and longer than ten on no disk."""
    found = [
        RoomCheck(str(room), check)
        for room, said in said_by_rooms()
        for check in ([_mute(room)] if said is None else said)
    ]
    order = sorted(found, key=lambda one: _WORST_FIRST.index(one.check.health))
    return Readiness(tuple(order), clock.now())


def self_tests(limit: int = 10) -> list[SelfTestRow]:
    """The last self-tests, newest first."""
    return [_row(row) for row in SelfTest.objects.order_by("-id")[:limit]]


def self_test(test: UUID) -> SelfTestRow | None:
    """One self-test, or None."""
    row = SelfTest.objects.filter(id=test).first()
    return _row(row) if row else None


def self_test_is_due() -> bool:
    """Whether the weekly self-test is owed; cheap, because the night porter asks again and again."""
    last = SelfTest.objects.order_by("-id").values_list("occurred_at", flat=True).first() or ledger.first_recorded_at()
    local = timezone.localtime
    return rules.self_test_is_due(now=local(clock.now()), last=local(last) if last else None)


def board_signs() -> list[Sign]:
    """The last self-test, and how old it is."""
    last = next(iter(self_tests(1)), None)
    name, page = gettext_lazy("Self-test"), "readiness:readiness"
    if last is None:
        return [Sign(name, Health.OFF, None, _("Never done yet."), page)]
    late = clock.now() - last.at > rules.LATE_AFTER
    health = Health.BAD if last.failing else Health.WATCH if last.to_watch or late else Health.GOOD
    return [Sign(name, health, last.at, counted(last.failing, last.to_watch), page)]


def counted(failing: int, to_watch: int) -> str:
    """How many checks fail and how many are to be watched, in words."""
    if not failing and not to_watch:
        return _("Everything is ready.")
    failed = ngettext("{n} check fails", "{n} checks fail", failing).format(n=failing) if failing else ""
    watched = ngettext("{n} is to be watched", "{n} are to be watched", to_watch).format(n=to_watch) if to_watch else ""
    return ", ".join(filter(None, (failed, watched)))


def readiness_checks() -> list[Check]:
    """The machine itself: disk, memory, database, files, certificate, printers, and what this version has not."""
    looks: tuple[Callable[[], Check], ...] = (
        _running, _disk, _disk_speed, _memory, _database, _privacy, _catalogues, _certificate, _printers, _copies,
        _modem,
    )  # fmt: skip
    return [look() for look in looks]


def _mute(room: str | Promise) -> Check:
    return Check(
        room,
        Health.BAD,
        _("This part of the box cannot be read."),
        _("Restart the box. If it stays so, call IT: the reason is in what the box writes when it is started by hand."),
    )


def _running() -> Check:
    name, addresses = gettext_lazy("The box is running"), machine.serving(node.home())
    start = _("Start it: ./permanence (it says on which address). It must start with the computer.")
    if addresses is None:
        return Check(name, Health.BAD, _("Nobody started it."), start)
    silent = [address for address, answers in addresses.items() if not answers]
    if silent:
        return Check(name, Health.BAD, _("Nobody answers on {addresses}.").format(addresses=", ".join(silent)), start)
    return Check(name, Health.GOOD, ", ".join(addresses))


def _disk() -> Check:
    free = machine.free_bytes(node.home())
    health = _GRADES[rules.grade(free, rules.DISK_ENOUGH, rules.DISK_LEAST)]
    remedy = _(
        "Free some room: move old folders of {folder} to another disk, largest first. Never delete the database."
    )
    found = _("{free} GB free").format(free=round(free / rules.GIGABYTE, 1))
    return Check(gettext_lazy("Disk space"), health, found, _unless_good(health, remedy.format(folder=_prints())))


def _disk_speed() -> Check:
    name = gettext_lazy("Writing to the disk")
    remedy = _(
        "The disk is full, worn out or locked: messages and pages would be lost. Put the box on another disk now."
    )
    try:
        speed = machine.write_speed(node.home())
    except OSError as fault:
        return Check(name, Health.BAD, fault.strerror or type(fault).__name__, remedy)
    health = _GRADES[rules.grade(speed, rules.SPEED_ENOUGH, rules.SPEED_LEAST)]
    return Check(
        name, health, _("{speed} MB/s").format(speed=round(speed / rules.MEGABYTE)), _unless_good(health, remedy)
    )


def _memory() -> Check:
    name, free = gettext_lazy("Free memory"), machine.free_memory()
    if free is None:
        return Check(name, Health.OFF, _("This system does not tell."))
    health = _GRADES[rules.grade(free, rules.MEMORY_ENOUGH, rules.MEMORY_LEAST)]
    found = _("{free} MB free").format(free=round(free / rules.MEGABYTE))
    return Check(
        name, health, found, _unless_good(health, _("Close every other program of this computer, or restart it."))
    )


def _database() -> Check:
    name = gettext_lazy("Database")
    file = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite" or not Path(file).is_absolute():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return Check(name, Health.GOOD, _("The database server answers; its own tools check it."))
    fault = machine.database_fault(Path(file), _PATIENCE_S)
    if fault is None:
        return Check(name, Health.GOOD, _("Nothing wrong in what could be read in {s} s.").format(s=round(_PATIENCE_S)))
    if not fault:
        return Check(name, Health.GOOD, _("The file is whole."))
    remedy = _("Stop the box, copy the whole home folder before anything else, and start from the last copy. Call IT.")
    return Check(name, Health.BAD, fault, remedy)


def _privacy() -> Check:
    name, seen = gettext_lazy("Who may read the box's files"), machine.open_to_others(node.home())
    if not seen:
        return Check(name, Health.GOOD, _("Only the account that runs the box."))
    found = _("Every account of this computer may read {files}.").format(files=", ".join(path.name for path in seen))
    return Check(name, Health.WATCH, found, _("Type: chmod 700 {home}").format(home=node.home()))


def _catalogues() -> Check:
    name, late = gettext_lazy("Languages"), machine.uncompiled_catalogues(_HOUSE)
    if not late:
        return Check(name, Health.GOOD, _("Every catalogue is compiled."))
    found = ngettext("{n} catalogue is not compiled.", "{n} catalogues are not compiled.", len(late))
    return Check(name, Health.WATCH, found.format(n=len(late)), _("Type: permanence migrate"))


def _certificate() -> Check:
    name, ends = gettext_lazy("Certificate of the site"), machine.certificates(node.home())
    if not ends:
        return Check(
            name, Health.OFF, _("None in the home folder: the site is for this computer only, or IT keeps it.")
        )
    path, until = min(ends.items(), key=lambda item: item[1])
    left = until - clock.now()
    graded = rules.grade(
        left / timedelta(days=1),
        rules.CERTIFICATE_ENOUGH / timedelta(days=1),
        rules.CERTIFICATE_LEAST / timedelta(days=1),
    )
    found = _("{file} ends on {until}.").format(file=path.name, until=f"{timezone.localtime(until):%d/%m/%Y}")
    remedy = _("Put a new certificate in its place and restart the box, or browsers will refuse the site.")
    return Check(name, _GRADES[graded], found, _unless_good(_GRADES[graded], remedy))


def _printers() -> Check:
    name, known = gettext_lazy("Printers of this computer"), machine.printers()
    remedy = _(
        "Plug a printer into this computer by a cable and print a test page. Without one, carry {folder} on a stick."
    )
    if not known:
        return Check(name, Health.WATCH, _("None is known."), remedy.format(folder=_prints()))
    return Check(name, Health.GOOD, ", ".join(known))


def _copies() -> Check:
    remedy = _("Once a week: stop the box, copy {home} to a disk, unplug the disk, write the date on it.")
    found = _("This version makes none by itself.")
    return Check(gettext_lazy("Copies of the box"), Health.OFF, found, remedy.format(home=node.home()))


def _modem() -> Check:
    found = _("Not configured: this version calls nobody by itself.")
    return Check(gettext_lazy("Modem"), Health.OFF, found, _("Call by hand, by the list on the first-hour card."))


def _prints() -> Path:
    return node.home() / "prints"


def _unless_good(health: Health, remedy: str) -> str:
    return "" if health is Health.GOOD else remedy


def _row(row: SelfTest) -> SelfTestRow:
    results = tuple((room, name, Health(health), found, remedy) for room, name, health, found, remedy in row.results)
    return SelfTestRow(row.id, row.occurred_at, row.tested_by, results, row.failing, row.to_watch)
