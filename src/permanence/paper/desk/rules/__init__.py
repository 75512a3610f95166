"""Pure decisions of the desk: what is typed first, by how many, when it is settled, when the queue is empty."""

from permanence.paper.desk.rules.answering import Asks, answered_by, groups, plain, values
from permanence.paper.desk.rules.forecast import HOURS_A_DAY, Forecast, forecast
from permanence.paper.desk.rules.places import Choice, Place, places_of
from permanence.paper.desk.rules.reading import Seen, put_together
from permanence.paper.desk.rules.risk import GRAVE, Risk, risk_of, stays_on_paper, typed_twice
from permanence.paper.desk.rules.standing import DONE, EntryKind, Fold, Standing, Told, fold, may_type
from permanence.paper.desk.rules.typing import NotTyped, as_json, from_json, reading_typed, same, text_of_reading
from permanence.paper.forms.rules import DoubtKind, Item, ItemType, Layout, Questionnaire, Reading

__all__ = [
    "DONE",
    "GRAVE",
    "HOURS_A_DAY",
    "Asks",
    "Choice",
    "DoubtKind",
    "EntryKind",
    "Fold",
    "Forecast",
    "Item",
    "ItemType",
    "Layout",
    "NotTyped",
    "Place",
    "Questionnaire",
    "Reading",
    "Risk",
    "Seen",
    "Standing",
    "Told",
    "answered_by",
    "as_json",
    "fold",
    "forecast",
    "from_json",
    "groups",
    "may_type",
    "places_of",
    "plain",
    "put_together",
    "reading_typed",
    "risk_of",
    "same",
    "stays_on_paper",
    "text_of_reading",
    "typed_twice",
    "values",
]
