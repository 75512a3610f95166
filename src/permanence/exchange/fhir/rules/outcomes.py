"""How a post is answered: an OperationOutcome, or one response for each entry of a bundle."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Say = Callable[[str], str]

OK, CREATED, ACCEPTED, BAD, REFUSED = 200, 201, 202, 400, 422
_WORDS = {
    200: "200 OK", 201: "201 Created", 202: "202 Accepted", 400: "400 Bad Request", 422: "422 Unprocessable Entity",
}  # fmt: skip
# issue-type of R4, by the stable names of reasons.
_ISSUES = {
    "not-json": "structure", "empty": "structure", "no-resource-type": "structure", "several-messages": "structure",
    "unknown-patient": "not-found", "unknown-stay": "not-found", "no-patient": "required", "no-sender": "required",
    "too-large": "too-long", "fault": "exception",
}  # fmt: skip
_UNREADABLE = frozenset({"not-json", "empty", "no-resource-type"})


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one resource: `reason` is empty when it was taken in, `words` say it to people."""

    applied: bool
    duplicate: bool
    held: bool
    reason: str
    words: str
    location: str = ""

    @property
    def status(self) -> int:
        """The HTTP status that says it."""
        if self.reason:
            return BAD if self.reason in _UNREADABLE else REFUSED
        if self.held:
            return ACCEPTED
        return OK if self.duplicate else CREATED


def outcome_of(fate: Fate) -> dict[str, Any]:
    """The OperationOutcome of one resource."""
    severity = "error" if fate.reason else "information"
    code = _ISSUES.get(fate.reason, "processing") if fate.reason else "informational"
    return outcome(severity, code, fate.words, details=fate.reason, location=fate.location)


def outcome(severity: str, code: str, words: str, *, details: str = "", location: str = "") -> dict[str, Any]:
    """An OperationOutcome with one issue; `details` is the stable name of a reason."""
    issue: dict[str, Any] = {"severity": severity, "code": code, "diagnostics": words}
    if details:
        issue["details"] = {"coding": [{"system": "urn:permanence:reason", "code": details}], "text": words}
    if location:
        issue["expression"] = [location]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def responses(kind: str, fates: Iterable[Fate]) -> dict[str, Any]:
    """The answer to a bundle, an entry for each of its entries, in their order."""
    answer = "transaction-response" if kind == "transaction" else "batch-response"
    entries = [{"response": {"status": _WORDS[fate.status], "outcome": outcome_of(fate)}} for fate in fates]
    return {"resourceType": "Bundle", "type": answer, "entry": entries}
