"""What may be done with FHIR resources: take them in from files or a post, give feeds the keys to post."""

from permanence.exchange.fhir.operations.acquainting import ReferredFact, ReferringFHIR, remember
from permanence.exchange.fhir.operations.importing import FhirReport, import_files
from permanence.exchange.fhir.operations.keys import (
    FeedWithoutCode,
    NoSuchKey,
    feed_of_key,
    make_key,
    revoke_key,
)
from permanence.exchange.fhir.operations.posting import Answer, receive_post
from permanence.exchange.fhir.rules.format import FHIR
from permanence.exchange.fhir.rules.keys import KeyRefused, TooManyRefusals

FORMAT = ReferringFHIR()

__all__ = [
    "FHIR", "FORMAT", "Answer", "FeedWithoutCode", "FhirReport", "KeyRefused", "NoSuchKey", "ReferredFact",
    "ReferringFHIR", "TooManyRefusals", "feed_of_key", "import_files", "make_key", "receive_post", "remember",
    "revoke_key",
]  # fmt: skip
