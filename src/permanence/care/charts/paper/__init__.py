"""The emergency summary, one page a patient, for when every screen is dark; and the blank forms to write on."""

from django.utils.translation import gettext_lazy

from permanence.care.charts.paper import blank_forms, emergency_summary, transcribed, words
from permanence.paper.press import queries as press

PRINTABLES = (
    press.Printable(
        kind="charts.emergency_summary",
        title=gettext_lazy("Emergency summary"),
        version=2,
        template="/care/charts/templates/charts/emergency_summary.typ",
        contents=emergency_summary.contents,
        words=words.labels,
        subjects_of_ward=emergency_summary.stays_in,
        # A patient with much to say takes two pages, and there is one in most wards.
        mostly=2,
    ),
    *blank_forms.FORMS,
)
# What the desk does with a sheet, by the code of its form.
ACTS = {"summary": transcribed.allergies, "prescription": transcribed.allergies}
