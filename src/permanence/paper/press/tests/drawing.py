"""Made-up documents as the press hands them to a worker."""

from typing import Any

TEMPLATE = "/paper/press/tests/made_up.typ"


def document(counter: int, **more: Any) -> dict[str, Any]:
    """A document as the press hands it to a worker."""
    seal = {"origin": "K7Q2", "counter": counter, "kind": "made_up.lines", "version": 3, "patient_key": "7F3K9A"}
    heading = {"place": "Cardiologie", "title": "Made up", "subject": "DURAND Zoé", "subject_line": "", "overlong": []}
    around = {"printed": "", "age": "", "banner": "", "number": "K7Q2", "ledger": ""}
    body = {"template": TEMPLATE, "kind": "made_up.lines", "sealed": seal, "data": {"lines": ["one"]}}
    return heading | around | body | more


def job(*documents: dict[str, Any]) -> dict[str, Any]:
    words = {"page": "Page", "sheet": "Sheet", "ledger": "Ledger", "lenient": "LENIENT", "language": "en"}
    return {"words": words, "labels": {"made_up.lines": {"line": "Line"}}, "documents": documents}
