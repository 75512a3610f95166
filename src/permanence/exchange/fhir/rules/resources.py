"""One message: a resource alone, or the entry of a bundle that holds it or says that it was deleted."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from permanence.exchange.feeds.rules.charset import decode
from permanence.exchange.feeds.rules.refusals import Reason, UnreadableMessage
from permanence.exchange.fhir.rules.elements import NOTHING, Element, element, elements, text

__all__ = ["Resource", "UnreadableMessage", "may_stand_at", "parse"]

_MARK = b"\xef\xbb\xbf"
_TYPE = re.compile(r"[A-Z][A-Za-z]{2,60}")
# A number whose last figures a binary fraction would lose; those of other types are not shown.
_WRITTEN_NUMBER = re.compile(rb"[-+]?\d\.\d|\d[eE]")
_MEASURED = frozenset({
    "Observation", "DiagnosticReport", "MedicationRequest", "MedicationStatement", "MedicationAdministration",
    "MedicationDispense",
})  # fmt: skip
_AS_WRITTEN = json.JSONDecoder(parse_float=str, parse_int=str)
_SERVER = re.compile(r"(https?://.+?)/[A-Z][A-Za-z]+/[^/]+")
_DELETED_URL = re.compile(r"(?:https?://.+/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]*)?")


@dataclass(slots=True, eq=False)
class Resource:
    """A resource and what its entry says of it.

    `told` is what was found of the resources it refers to, by their address; `panel` the report it is a line of. Both
    are given to it before it is applied.
    """

    body: Element
    entry: Element
    charset: str
    type: str
    id: str
    contained: dict[str, Element]
    told: dict[tuple[str, str], Any] = field(default_factory=dict)
    # Asked for again and again; what it is made of never changes.
    server: str = ""
    panel: str = ""
    before: "Resource | None" = None
    # Of an Encounter: what was told before of its patient's departure.
    departures: Any = None

    @property
    def full_url(self) -> str:
        """Where it is, in the words of its bundle; empty when it came alone."""
        return text(self.entry, "fullUrl")

    @property
    def method(self) -> str:
        """What a transaction, or a history, did with it."""
        return text(self.entry, "request", "method").upper()

    @property
    def is_deletion(self) -> bool:
        """Whether the entry says that the resource is gone, instead of bringing it."""
        return not self.body and self.method == "DELETE"

    @property
    def version(self) -> str:
        """Which version of it this is."""
        return text(self.body, "meta", "versionId") or text(self.entry, "response", "etag").strip('W/"')

    @property
    def number(self) -> str:
        """Its number for people and for queues: `Patient/12/_history/3`."""
        name = f"{self.type}/{self.id}" if self.id else self.full_url or self.type
        return f"{name}/_history/{self.version}" if self.version else name


def parse(raw: bytes, charset: str) -> Resource:
    """The resource in the bytes. Raises `UnreadableMessage` when there is none, or a whole bundle."""
    read, found = _json(raw, charset)
    if not isinstance(read, dict):
        raise UnreadableMessage(Reason.NO_RESOURCE_TYPE)
    entry = read if "resourceType" not in read and {"resource", "request", "fullUrl"} & read.keys() else NOTHING
    body = element(entry, "resource") if entry else read
    type_, id_ = text(body, "resourceType"), text(body, "id")
    if entry and not body:
        type_, id_ = _deleted(entry)
    if not _TYPE.fullmatch(type_):
        raise UnreadableMessage(Reason.NO_RESOURCE_TYPE)
    if type_ == "Bundle":
        raise UnreadableMessage(Reason.SEVERAL_MESSAGES, detail=type_)
    contained = {text(one, "id"): one for one in elements(body, "contained")} if "contained" in body else {}
    return Resource(body, entry, found, type_, id_, contained, server=_server(text(entry, "fullUrl")))


def may_stand_at(raw: bytes, type_: str, id_: str) -> bool:
    """Whether these bytes may be put at this address (FHIR R4 §3.1.0.4); without an id, whether they are of the type.

    What cannot be read may: it is kept, and looked at by somebody.
    """
    try:
        found = parse(raw, "")
    except UnreadableMessage as unreadable:
        return unreadable.reason is not Reason.SEVERAL_MESSAGES
    return not found.entry and found.type == type_ and id_ in ("", found.id)


def _server(full_url: str) -> str:
    """The address of the server that keeps a resource, empty when not said."""
    found = _SERVER.match(full_url) if full_url else None
    return found[1] if found else ""


def _deleted(entry: Element) -> tuple[str, str]:
    found = _DELETED_URL.fullmatch(text(entry, "request", "url")) or _DELETED_URL.fullmatch(text(entry, "fullUrl"))
    if not found or text(entry, "request", "method").upper() != "DELETE":
        raise UnreadableMessage(Reason.NO_RESOURCE_TYPE, location="Bundle.entry.resource")
    return found[1], found[2]


def _json(raw: bytes, charset: str) -> tuple[Any, str]:
    body = raw.removeprefix(_MARK).strip()
    if not body:
        raise UnreadableMessage(Reason.EMPTY)
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _json_otherwise(body, charset)
    return _exact(read, body), "utf-8"


def _json_otherwise(body: bytes, charset: str) -> tuple[Any, str]:
    """JSON is UTF-8; what is not is read as its feed writes, or as its bytes show."""
    decoded = decode(body, declared="", feed=charset)
    if decoded.charset in {"utf-8", "ascii"}:
        raise UnreadableMessage(Reason.NOT_JSON)
    try:
        return orjson.loads(decoded.text), decoded.charset
    except (orjson.JSONDecodeError, UnicodeEncodeError) as unreadable:
        raise UnreadableMessage(Reason.NOT_JSON) from unreadable


def _exact(read: Any, body: bytes) -> Any:
    """The same, with numbers as the texts they were written as (6.30 stays 6.30), where people read them."""
    if not isinstance(read, dict) or not _WRITTEN_NUMBER.search(body):
        return read
    type_ = text(read, "resourceType") or text(read, "resource", "resourceType")
    if type_ not in _MEASURED:
        return read
    try:
        return _AS_WRITTEN.decode(body.decode())
    except (ValueError, RecursionError):
        return read
