"""Forms as the press prints them: one kind of document, whose sheets name the form they are."""

from django.utils.translation import gettext_lazy

from permanence.paper.forms import queries
from permanence.paper.press import queries as press

PRINTABLES = (
    press.Printable(
        kind="forms.form",
        title=gettext_lazy("Form to fill in"),
        version=1,
        template=queries.TEMPLATE,
        contents=queries.contents,
        words=queries.template_words,
        on_screens=False,
    ),
)
