"""A form as the desk uses it: its places, their words, its risk."""

from dataclasses import dataclass
from functools import lru_cache

from permanence.paper.desk import rules
from permanence.paper.forms import queries as forms


class FormNotHeld(LookupError):
    """No such edition of a form is held on this box."""


@dataclass(frozen=True, slots=True)
class DeskForm:
    """An edition of a form: its title and tier, its places by link and row, what it says of itself."""

    code: str
    edition: int
    title: str
    tier: str
    about_patients: bool
    pages: int
    page_mm: tuple[float, float]
    places: dict[tuple[str, int], rules.Place]
    tags: tuple[tuple[str, str], ...]

    @property
    def risk(self) -> rules.Risk:
        """How soon its sheets are typed."""
        return rules.risk_of(self.code, self.tier, self.tags)


# An edition never changes; what is not held raises, so that it is looked for again.
@lru_cache(maxsize=256)
def desk_form(code: str, edition: int) -> DeskForm:
    """The form; raises `FormNotHeld`."""
    form, layout = forms.questionnaire_of(code, edition), forms.layout_of(code, edition)
    if form is None or layout is None:
        raise FormNotHeld(code, edition)
    places = {(place.link_id, place.row): place for place in rules.places_of(form, layout)}
    tags = tuple(forms.tags_of(code, edition))
    patients = form.about_patients
    return DeskForm(code, edition, form.title, form.tier, patients, layout.pages, layout.page_mm, places, tags)
