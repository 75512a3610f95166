"""Sheets printed before their lives were followed get the state their events say."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

# Weakest first: what outweighs is written over it.
KINDS = ("printed", "replaced", "voided")


def tell_states(apps: Any, _schema_editor: Any) -> None:
    """Write what was folded at every look until now."""
    sheets = apps.get_model("sheets", "Sheet").objects
    events = apps.get_model("sheets", "SheetEvent").objects
    first = events.filter(sheet=OuterRef("pk")).order_by("id")
    printed = first.filter(kind="printed")
    sheets.filter(events__kind="printed").update(
        pages=Subquery(printed.values("pages")[:1]), printed_at=Subquery(printed.values("occurred_at")[:1])
    )
    for kind in KINDS:
        since = Subquery(first.filter(kind=kind).values("occurred_at")[:1])
        sheets.filter(events__kind=kind).update(state=kind, since=since)
    ward = Subquery(sheets.filter(pk=OuterRef("sheet")).values("ward")[:1])
    events.filter(kind="printed", ward__isnull=True).update(ward=ward)


class Migration(migrations.Migration):
    dependencies = [("sheets", "0002_the_life_of_a_sheet")]

    operations = [migrations.RunPython(tell_states, migrations.RunPython.noop)]
