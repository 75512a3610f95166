"""Made-up resources received through the operations, and the picture they leave."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from permanence.care.charts import queries as charts
from permanence.care.charts.models import Report
from permanence.care.charts.rules import unpacked
from permanence.care.patients import queries as patients
from permanence.care.stays import queries as stays
from permanence.exchange.feeds import operations
from permanence.exchange.feeds.operations import Arrival, Receipt
from permanence.exchange.fhir.tests.made_up import BY, NOW, Body
from permanence.foundation.places import queries as places


def receive(*messages: Body | bytes, feed: str = "DPI", at: datetime = NOW) -> list[Receipt]:
    """Receive messages as one batch of a feed."""
    raws = [one if isinstance(one, bytes) else orjson.dumps(one) for one in messages]
    arrivals = [Arrival(raw, "fhir", feed=feed) for raw in raws]
    return operations.receive(arrivals=arrivals, by=BY, occurred_at=at)


def fates(receipts: Sequence[Receipt]) -> list[str]:
    return [receipt.refusal.reason.value if receipt.refusal else receipt.outcome.value for receipt in receipts]


def picture() -> list[tuple[object, ...]]:
    """Who is where, without the ids that differ from one run to the next."""
    rows = stays.in_hospital()
    wards = {row.id: row.name for row in places.wards()}
    beds = {bed.id: (bed.room_label, bed.label) for bed in places.beds_of(list(wards))}
    known = patients.patients({row.patient for row in rows})
    return sorted(
        (row.visit_number, row.state.value, wards.get(row.ward), *beds.get(row.bed, ("", "")),
         known[row.patient].ipp, known[row.patient].birth_family)
        for row in rows
    )  # fmt: skip


def chart_of(ipp: str = "8001") -> charts.PatientChart:
    """The chart of the one patient with this number."""
    (found,) = patients.search(ipp)
    chart = charts.patient_chart(found.id)
    assert chart is not None
    return chart


def results() -> dict[str, tuple[str, str, str, str, str]]:
    """Label -> value, unit, flag, range, status of every result told."""
    return {
        one.label: (one.value, one.unit, one.flag, one.reference_range, one.status)
        for report in Report.objects.order_by("id")
        for one in unpacked(orjson.loads(report.results))
    }
