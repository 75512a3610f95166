"""What may be done with HL7 v2 messages: hear them, take them in from files, send them."""

from permanence.exchange.hl7v2.adapters.mllp import PORT, FeedServer, Limits
from permanence.exchange.hl7v2.adapters.sender import Delivery, send
from permanence.exchange.hl7v2.adapters.tls import TlsDoor, TlsUnusable
from permanence.exchange.hl7v2.operations.importing import import_files
from permanence.exchange.hl7v2.operations.listening import start_feeds
from permanence.exchange.hl7v2.rules.format import HL7v2

FORMAT = HL7v2()

__all__ = [
    "FORMAT", "PORT", "Delivery", "FeedServer", "HL7v2", "Limits", "TlsDoor", "TlsUnusable", "import_files", "send",
    "start_feeds",
]  # fmt: skip
