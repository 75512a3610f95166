"""A program that brings a run to the printers, and is killed at the moment it is told."""

import os
import signal
import sys
from types import SimpleNamespace

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (Django must be set up first)

from permanence.foundation import clock  # noqa: E402
from permanence.paper.outlets import operations  # noqa: E402
from permanence.paper.outlets.adapters.printers import IppPrinter  # noqa: E402
from permanence.paper.press import operations as press  # noqa: E402
from permanence.paper.press.queries import catalogue  # noqa: E402
from permanence.paper.press.tests.made_up import ALICE, AT, MADE_UP, plan, subject  # noqa: E402

catalogue.paper_doors = lambda: [SimpleNamespace(PRINTABLES=(MADE_UP,))]


def prepare(uri: str) -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    run = plan(*([subject(serial)] for serial in range(5)))
    press.print_run(run=run, by=ALICE, occurred_at=AT)
    operations.add_printer(name="Cable", uri=uri, wards=(), by=ALICE, occurred_at=clock.now())
    operations.send_run(run=run, by=ALICE, occurred_at=clock.now())


def deliver(moment: str = "") -> None:
    name, _dash, when = moment.partition("-")
    if name:
        real = getattr(IppPrinter, name)

        def interrupted(*words: object) -> object:
            if when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*words)
            os.kill(os.getpid(), signal.SIGKILL)
            return done

        setattr(IppPrinter, name, interrupted)
    while operations.deliver_waiting(by=ALICE):
        pass


{"prepare": prepare, "deliver": deliver}[sys.argv[1]](*sys.argv[2:])
