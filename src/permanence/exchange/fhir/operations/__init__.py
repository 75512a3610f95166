"""What may be done with FHIR resources: take them in from files or a post, give feeds the keys to post."""

from permanence.exchange.fhir.operations.acquainting import ReferredFact, ReferringFHIR, remember
from permanence.exchange.fhir.operations.importing import FhirReport, import_files
from permanence.exchange.fhir.rules.format import FHIR

FORMAT = ReferringFHIR()

__all__ = ["FHIR", "FORMAT", "FhirReport", "ReferredFact", "ReferringFHIR", "import_files", "remember"]
