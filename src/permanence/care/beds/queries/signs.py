"""How the picture of the wards stands, for the front board."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permanence.care.beds.queries.censuses import ward_summaries
from permanence.care.stays import queries as stays
from permanence.foundation import clock
from permanence.foundation.board import Health, Sign


def board_signs() -> list[Sign]:
    """How many are in the hospital, and how old the newest thing told of them is."""
    now = clock.now()
    told = [row.latest_at for row in stays.in_hospital() if row.latest_at <= now]
    name = gettext_lazy("Patients in the hospital")
    if not told:
        return [Sign(name, Health.OFF, None, _("Nobody is known to be in the hospital."), "beds:wards")]
    wards = ward_summaries()
    detail = _("{present} present, {free} free beds, {closed} closed beds.").format(
        present=sum(ward.present for ward in wards),
        free=sum(ward.free for ward in wards),
        closed=sum(ward.closed for ward in wards),
    )
    return [Sign(name, Health.GOOD, max(told), detail, "beds:wards")]
