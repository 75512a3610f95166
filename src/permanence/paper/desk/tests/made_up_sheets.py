"""Two made-up forms and sheets of them, as the desk gets them."""

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np

from permanence.foundation.actors import Actor, Role
from permanence.paper.desk import operations
from permanence.paper.desk.models import DeskField
from permanence.paper.desk.operations import FieldRead, Incoming
from permanence.paper.desk.queries.work import workable
from permanence.paper.desk.rules import Reading
from permanence.paper.forms import operations as forms
from permanence.paper.sheets.queries import SheetNumber

ANNE = Actor("person", "anne", frozenset({Role.SECRETARY}))
BORIS = Actor("person", "boris", frozenset({Role.SECRETARY}))
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
RISK, TIER = "urn:permanence:risk", "urn:permanence:tier"

WALK = {
    "resourceType": "Questionnaire",
    "status": "active",
    "name": "Walk",
    "title": "Walk round the ward",
    "language": "en",
    "meta": {"tag": [{"system": TIER, "code": "B"}]},
    "item": [
        {"linkId": "pulse", "text": "Pulse", "type": "integer", "maxLength": 3},
        {"linkId": "woke", "text": "Woken", "type": "boolean"},
        {"linkId": "prose", "text": "What was seen", "type": "text"},
    ],
}
DRUG = {
    "resourceType": "Questionnaire",
    "status": "active",
    "name": "Drug",
    "title": "One drug",
    "language": "en",
    "meta": {"tag": [{"system": TIER, "code": "A"}, {"system": RISK, "code": "drugs"}]},
    "item": [
        {"linkId": "dose", "text": "Dose", "type": "decimal", "required": True},
        {"linkId": "from", "text": "From", "type": "date"},
    ],
}
AUTHOR = {
    "_author.name": "Dr Martin",
    "_author.date": "22/11/2026",
    "_author.hour": "23:05",
}


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def hold_forms(*sources):
    """Take forms in; gives the edition of each by its code."""
    files = [forms.Source(source["name"], source) for source in sources]
    taken = forms.import_forms(sources=files, by=ANNE, occurred_at=at(0))
    return {one.code: one.edition for one in taken}


def lay(editions, form="walk", serial=1, hour=1.0, readings=None, pictures=(), **about):
    """Lay a sheet on the desk."""
    sheet = Incoming(
        number=SheetNumber("K7Q2", serial),
        form=form,
        edition=editions[form],
        readings=readings or {},
        pictures=pictures,
        **about,
    )
    return operations.open_sheet(sheet=sheet, by=ANNE, occurred_at=at(hour))


def surely(**reading):
    return FieldRead(Reading(**reading), 0.999, sure=True)


def field(sheet, link_id, row=0):
    return DeskField.objects.get(sheet=sheet, link_id=link_id, row=row)


def type_in(sheet, said, by=ANNE, hour=2.0, ticks=None):
    """Type what is said at each place of a sheet."""
    for link_id, text in said.items():
        chosen = (ticks or {}).get(link_id, ())
        operations.enter_text(field=field(sheet, link_id).pk, text=text, ticks=chosen, by=by, occurred_at=at(hour))


def fill(sheet, by=ANNE, hour=2.0, **said):
    """Type these answers and the author's, and say that the rest is blank on the paper."""
    type_in(sheet, {**AUTHOR, **{name.replace("__", "."): text for name, text in said.items()}}, by, hour)
    waiting = DeskField.objects.filter(workable(str(by)), sheet=sheet).exclude(standing="differs")
    entries = [operations.Typed(one.pk, Reading()) for one in waiting]
    operations.enter(entries=entries, by=by, occurred_at=at(hour))


def keep_page():
    """A page with a line on it, set straight; gives its reference."""
    page = np.full((1169, 827), 255, np.uint8)
    cv2.line(page, (0, 0), (826, 1168), 0, 3)
    return operations.keep_picture(content=cv2.imencode(".png", page)[1].tobytes(), by=ANNE, occurred_at=at(0))
