"""The card that carries the passphrase of an encrypted copy, beside the stick and never on it."""

from datetime import datetime

from django.utils.translation import gettext as _

from permanence.paper.outlets.adapters.cards import draw
from permanence.paper.press import queries as prints


def sealed_card(passphrase: str, title: str, at: datetime) -> bytes:
    """The card as a PDF of one A4 page, in the language at hand; whoever asks for it keeps it."""
    words = {
        "title": _("Passphrase of a sealed copy"),
        "of": title,
        "at": _("Written {moment}").format(moment=prints.moment(at)),
        "passphrase": passphrase,
        "steps": [
            _("Put the stick into any computer, tablet or telephone, with no network."),
            _("Open the file index.html: a browser shows it."),
            _("Type the passphrase. Dashes, capitals and spaces do not matter."),
            _("Search a name, or choose a ward. Choose Lock when you go."),
        ],
        "secret": _("Keep this card away from the stick. Whoever has both reads every patient."),
    }
    return draw(words)
