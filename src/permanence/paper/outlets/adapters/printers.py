"""A printer on a cable, asked by IPP over HTTP; no spooler and no driver of this machine is needed."""

import contextlib
import fcntl
import http.client
import os
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Self
from urllib.parse import urlsplit
from uuid import UUID

from permanence.foundation import node
from permanence.paper.outlets.rules import ipp
from permanence.paper.outlets.rules.ipp import Answer, Attribute, JobState, Operation, Tag
from permanence.paper.outlets.rules.printers import Look

PDF = "application/pdf"
NEEDED = frozenset({Operation.CREATE_JOB, Operation.SEND_DOCUMENT, Operation.GET_JOB_ATTRIBUTES, Operation.CANCEL_JOB})
_PORT = 631
# A printer that prints while it listens takes the next block only when it has room for it.
_PATIENCE_S, _PATIENCE_SENDING_S = 5, 90
_PRINTER_SAYS = (
    "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "document-format-supported",
    "operations-supported", "printer-make-and-model",
)  # fmt: skip
_JOB_SAYS = ("job-state", "job-state-reasons", "job-impressions-completed", "number-of-documents")


class PrinterSilent(RuntimeError):
    """Nobody answers, or what answers is no printer."""


class PrinterRefused(RuntimeError):
    """The printer answered no; the argument is its status."""


@dataclass(frozen=True, slots=True)
class JobLook:
    """A job as its printer says it stands; `started`: perhaps some of it is on paper."""

    state: JobState
    reasons: tuple[str, ...]
    documents: int | None
    started: bool


class IppPrinter:
    """One printer by its address (`ipp://` or `ipps://`)."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._uri, self._secure = uri, parts.scheme == "ipps"
        self._host, self._port, self._path = parts.hostname or "", parts.port or _PORT, parts.path or "/"
        self._serials = count(1)

    @classmethod
    def at(cls, uri: str) -> Self:
        """The printer at an address."""
        return cls(uri)

    def look(self) -> Look:
        """How the printer stands. Raises `PrinterSilent`."""
        asked = self._asked(Operation.GET_PRINTER_ATTRIBUTES, [(Tag.KEYWORD, "requested-attributes", _PRINTER_SAYS)])
        return Look(
            state=asked.number("printer-state") or 0,
            reasons=asked.words("printer-state-reasons"),
            accepting=asked.first("printer-is-accepting-jobs") is not False,
            formats=asked.words("document-format-supported"),
            operations=tuple(one for one in asked.attributes.get("operations-supported", ()) if isinstance(one, int)),
            model=str(asked.first("printer-make-and-model") or ""),
        )

    def create_job(self, name: str) -> int:
        """Open a job, still empty, on one side of A4, and give its number."""
        # Never both sides: the pages of two patients must not share a leaf.
        how: list[Attribute] = [
            (Tag.KEYWORD, "sides", "one-sided"),
            (Tag.KEYWORD, "media", "iso_a4_210x297mm"),
            (Tag.INTEGER, "copies", 1),
        ]
        named: list[Attribute] = [(Tag.NAME, "requesting-user-name", "permanence"), (Tag.NAME, "job-name", name)]
        job = self._asked(Operation.CREATE_JOB, named, how).number("job-id")
        if job is None:
            raise PrinterSilent("no job number")
        return job

    def send_document(self, job: int, pdf: bytes) -> None:
        """Give the job its only document; from then on the printer prints."""
        about: list[Attribute] = [
            *_of_job(job),
            (Tag.MIME, "document-format", PDF),
            (Tag.BOOLEAN, "last-document", True),
        ]
        self._asked(Operation.SEND_DOCUMENT, about, document=pdf, patience=_PATIENCE_SENDING_S)

    def job(self, job: int) -> JobLook | None:
        """How a job stands; None when the printer knows it no more."""
        wanted: Attribute = (Tag.KEYWORD, "requested-attributes", _JOB_SAYS)
        try:
            said = self._asked(Operation.GET_JOB_ATTRIBUTES, [*_of_job(job), wanted])
        except PrinterRefused as refused:
            if refused.args[0] == ipp.NOT_FOUND:
                return None
            raise
        state = JobState(said.number("job-state") or JobState.PENDING)
        begun = state in {JobState.PROCESSING, JobState.STOPPED}
        return JobLook(
            state=state,
            reasons=said.words("job-state-reasons"),
            documents=said.number("number-of-documents"),
            started=begun or bool(said.number("job-impressions-completed")),
        )

    def cancel(self, job: int) -> None:
        """Take a job back; one that is over stays so."""
        try:
            self._asked(Operation.CANCEL_JOB, _of_job(job))
        except PrinterRefused as refused:
            if refused.args[0] not in {ipp.NOT_FOUND, ipp.NOT_POSSIBLE}:
                raise

    def _asked(
        self,
        operation: Operation,
        attributes: list[Attribute],
        job_attributes: list[Attribute] | None = None,
        *,
        document: bytes = b"",
        patience: int = _PATIENCE_S,
    ) -> Answer:
        about: list[Attribute] = [(Tag.URI, "printer-uri", self._uri), *attributes]
        asked = ipp.request(operation, next(self._serials), about, job_attributes or ())
        said = self._post(asked + document, patience)
        if not said.succeeded:
            raise PrinterRefused(said.status)
        return said

    def _post(self, body: bytes, patience: int) -> Answer:
        line = self._line(patience)
        try:
            line.request("POST", self._path, body, {"Content-Type": "application/ipp"})
            response = line.getresponse()
            text = response.read()
            if response.status != http.client.OK:
                raise PrinterSilent(f"HTTP {response.status}")
            return ipp.answer(text)
        except (OSError, http.client.HTTPException, ipp.NotIpp) as fault:
            raise PrinterSilent(type(fault).__name__) from fault
        finally:
            line.close()

    def _line(self, patience: int) -> http.client.HTTPConnection:
        if not self._secure:
            return http.client.HTTPConnection(self._host, self._port, timeout=patience)
        # A printer signs its own certificate: the line is sealed against a listener, not against a false printer.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(self._host, self._port, timeout=patience, context=context)


@contextlib.contextmanager
def turn_at(printer: UUID) -> Iterator[bool]:
    """Whether this process alone speaks with the printer until the block ends; a killed process gives its turn back."""
    folder = node.home() / "printers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{printer}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _of_job(job: int) -> list[Attribute]:
    return [(Tag.INTEGER, "job-id", job), (Tag.NAME, "requesting-user-name", "permanence")]
