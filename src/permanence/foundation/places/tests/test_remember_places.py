"""The process remembers committed places, and nothing else."""

import os
import subprocess
import sys

PROGRAM = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from permanence.foundation import clock
from permanence.foundation.actors import Actor
from permanence.foundation.places import operations
from permanence.foundation.places.models import Location, WardVersion
from permanence.foundation.places.rules import PlaceFact

call_command("migrate", verbosity=0)
fact = PlaceFact("CARD", "101", "1")

def ensure():
    return operations.ensure_places(facts=[fact], by=Actor("feed", "GAM"), occurred_at=clock.now())[fact]

try:
    with transaction.atomic():
        ensure()
        raise RuntimeError
except RuntimeError:
    pass
assert Location.objects.count() == 0
kept = ensure()
assert Location.objects.get(id=kept.bed).code == "1", "a place that was rolled back was remembered"
with CaptureQueriesContext(connection) as seen:
    assert ensure() == kept
asked = [query for query in seen.captured_queries if query["sql"].startswith("SELECT")]
assert len(asked) == 1, asked
WardVersion.objects.all().delete()
for kind in ("bed", "room", "ward"):
    Location.objects.filter(kind=kind).delete()
assert Location.objects.get(id=ensure().bed).code == "1", "a place that is no longer there was remembered"
"""


def test_a_place_is_remembered_once_committed_and_forgotten_with_its_database(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "PERMANENCE_DATABASE_URL"}
    environment |= {"PERMANENCE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "permanence.entrance.settings"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
