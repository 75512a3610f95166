"""A message into facts of care: who, where, what is known; one module for each."""

from permanence.exchange.feeds.rules.told import ChartFacts
from permanence.exchange.hl7v2.rules.translate.appointments import appointments_of
from permanence.exchange.hl7v2.rules.translate.charts import chart_facts_of
from permanence.exchange.hl7v2.rules.translate.context import Context, said_at
from permanence.exchange.hl7v2.rules.translate.identifiers import visit_of
from permanence.exchange.hl7v2.rules.translate.identities import identities_of, links_of
from permanence.exchange.hl7v2.rules.translate.movements import Movements, Remark, movements_of

__all__ = [
    "ChartFacts",
    "Context",
    "Movements",
    "Remark",
    "appointments_of",
    "chart_facts_of",
    "identities_of",
    "links_of",
    "movements_of",
    "said_at",
    "visit_of",
]
