"""What this server can do, as FHIR asks servers to say it."""

from typing import Any

from permanence.exchange.fhir.rules.known import KEPT
from permanence.exchange.fhir.rules.translate.charts import TOLD

_TAKEN_IN = [{"code": "create"}, {"code": "update"}]


def capability_statement(published: str) -> dict[str, Any]:
    """A CapabilityStatement: resources are taken in, alone or in bundles; nothing is given out."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": published,
        "kind": "instance",
        "software": {"name": "Permanence"},
        "implementation": {"description": "Permanence: takes in what other systems tell, for a hospital without them"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "documentation": (
                    "POST a Bundle or a single resource to the base, or PUT a resource at its address. Each entry is"
                    " kept as it came and applied by"
                    " itself, also in a transaction; each is answered for once it is on disk."
                ),
                "security": {"description": "Authorization: Bearer and the feed's key"},
                "resource": [
                    {"type": name, "interaction": _TAKEN_IN, "updateCreate": True} for name in sorted(TOLD | KEPT)
                ],
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
            }
        ],
    }
