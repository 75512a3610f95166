"""Documents and what is kept as it came (DocumentReference, Composition, files in reports, orders)."""

from collections.abc import Iterator

from permanence.care.charts.rules import DocumentFact
from permanence.exchange.feeds.rules.told import About
from permanence.exchange.fhir.rules.coded import coded
from permanence.exchange.fhir.rules.elements import Element, element, elements, text
from permanence.exchange.fhir.rules.references import reference_in
from permanence.exchange.fhir.rules.resources import Resource
from permanence.exchange.fhir.rules.translate.context import own_number

_DOCUMENTS = frozenset({"DocumentReference", "Composition", "ServiceRequest", "Media"})
_WITHDRAWN = frozenset({"entered-in-error", "superseded", "revoked", "cancelled"})
_CANCELLED = "CA"


def documents_of(resource: Resource, about: About) -> tuple[DocumentFact, ...]:
    """The document that a resource is or points to, and the files of a report; their content stays in the message."""
    body = (resource.before or resource).body
    if resource.type == "DiagnosticReport" and elements(body, "presentedForm"):
        return (_document(resource, about, body, title=text(body, "presentedForm", "title")),)
    return tuple(_told(resource, about, body)) if resource.type in _DOCUMENTS else ()


def _told(resource: Resource, about: About, body: Element) -> Iterator[DocumentFact]:
    title = text(body, "title") or text(body, "description") or text(body, "content", "attachment", "title")
    yield _document(resource, about, body, title=title)


def _document(resource: Resource, about: About, body: Element, *, title: str) -> DocumentFact:
    kind = coded(body, "type") or coded(body, "code")
    replaced = reference_in(element(body, "relatesTo"), resource, about.context, "target").address
    replaces = text(body, "relatesTo", "code") in {"replaces", "transforms"} and replaced
    status = text(body, "status").lower()
    return DocumentFact(
        patient=about.patient,
        stay=about.stay,
        number=own_number(resource, about.context),
        replaces="|".join(replaced.key) if replaces and replaced else "",
        kind=kind.code or resource.type,
        title=title or kind.label or resource.type,
        status=_CANCELLED if resource.is_deletion or status in _WITHDRAWN else status,
        occurred_at=about.said_at,
        source=about.source,
    )
