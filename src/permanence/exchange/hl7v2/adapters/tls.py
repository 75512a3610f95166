"""TLS between a socket and the protocol that reads it; who is refused is told on the wire, and why is logged."""

import asyncio
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

# A sender that has not agreed on a key by then never will.
HANDSHAKE_SECONDS = 10.0
# At once, over all senders: a handshake costs a thousand times what a message does.
HANDSHAKES = 200
# A sender set up wrongly comes back ten times a second: its reason is logged once in this while.
SAID_AGAIN_SECONDS = 60.0
_SENDERS_REMEMBERED = 1_000
# Every TLS conversation begins with a record of this type (RFC 8446 §5.1).
_HANDSHAKE_RECORD = 0x16
_RECORDS_AT_ONCE = 2**18
_WHY = {
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "it shows no certificate of its own",
    "TLSV1_ALERT_UNKNOWN_CA": "it does not trust this box's certificate",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "it does not trust this box's certificate",
    "SSLV3_ALERT_BAD_CERTIFICATE": "it does not trust this box's certificate",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "it finds this box's certificate expired: compare the clocks",
    "UNSUPPORTED_PROTOCOL": "it speaks a version of TLS older than 1.2",
    "NO_SHARED_CIPHER": "it speaks none of the ciphers this box accepts",
}


class TlsUnusable(Exception):
    """A file that TLS needs cannot be used: the exception names it."""


@dataclass(frozen=True, slots=True)
class TlsDoor:
    """Where TLS is listened to and with what; `client_authority` (PEM) signs the senders that are let in, if given."""

    host: str
    port: int
    certificate: Path
    key: Path
    client_authority: Path | None = None

    def context(self) -> ssl.SSLContext:
        """What handshakes are made with. Raises `TlsUnusable`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        # Lines stay open for days: a resumed one would spare nothing, and not be asked for its certificate again.
        context.num_tickets = 0
        context.options |= ssl.OP_NO_TICKET
        try:
            context.load_cert_chain(self.certificate, self.key)
        except OSError as reason:
            raise TlsUnusable(self.certificate) from reason
        if self.client_authority:
            try:
                context.load_verify_locations(cafile=self.client_authority)
            except OSError as reason:
                raise TlsUnusable(self.client_authority) from reason
            context.verify_mode = ssl.CERT_REQUIRED
        return context


@dataclass(slots=True)
class Entrance:
    """What the senders at one TLS port share: who is shaking hands, and what was said of whom."""

    context: ssl.SSLContext
    shaking: "set[Secured]" = field(default_factory=set)
    _said: dict[tuple[str, str], float] = field(default_factory=dict)

    def refused(self, peer: str, why: str) -> None:
        """Log why a sender was refused, unless its computer was told of for the same a moment ago."""
        now, about = asyncio.get_running_loop().time(), (peer.rpartition(":")[0], why)
        if now - self._said.get(about, -SAID_AGAIN_SECONDS) < SAID_AGAIN_SECONDS:
            return
        if len(self._said) >= _SENDERS_REMEMBERED:
            self._said.clear()
        self._said[about] = now
        logger.warning("%s was refused at the TLS port: %s", peer, why)


class Secured(asyncio.Protocol):
    """The TLS side of one connection; `inner` reads and writes as if the line were plain, once both agree on a key."""

    def __init__(self, inner: asyncio.Protocol, entrance: Entrance) -> None:
        self._inner = inner
        self._entrance = entrance
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = entrance.context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._agreed = self._spoken = self._refused = False
        self._peer = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A sender connects: it is given a while to agree on a key."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio's own promise for stream sockets)
        self._transport = transport
        name = transport.get_extra_info("peername")
        self._peer = f"{name[0]}:{name[1]}" if name else ""
        self._patience = asyncio.get_running_loop().call_later(HANDSHAKE_SECONDS, self._refuse, "it took too long")
        if len(self._entrance.shaking) >= HANDSHAKES:
            self._refuse("too many others are at it")
        else:
            self._entrance.shaking.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The sender is gone."""
        self._patience.cancel()
        self._entrance.shaking.discard(self)
        if self._agreed:
            self._inner.connection_lost(exc)
        elif self._spoken and not self._refused:
            self._entrance.refused(self._peer, "it hung up before both agreed on a key")

    def data_received(self, data: bytes) -> None:
        """Part of the handshake came in, or of what is said in secret."""
        if self._transport.is_closing():
            return
        if not self._spoken and data[0] != _HANDSHAKE_RECORD:
            self._refuse("it speaks in clear; the port for that is another")
            return
        self._spoken = True
        self._incoming.write(data)
        try:
            if self._agreed or self._shake():
                self._hand_in()
        except ssl.SSLError as reason:
            self._refuse(_why(reason))

    def pause_writing(self) -> None:
        """The sender does not read what it is sent."""
        if self._agreed:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """The sender reads again."""
        if self._agreed:
            self._inner.resume_writing()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send this to the other side, in secret."""
        try:
            self._tls.write(data)
        except ssl.SSLError as reason:
            self._refuse(_why(reason))
        self.flush()

    def close(self) -> None:
        """Say that nothing more comes, and hang up once that is sent."""
        try:
            if self._agreed:
                self._tls.unwrap()
        except ssl.SSLError:
            # The other side has not said the same yet; it need not.
            pass
        self.flush()
        self._transport.close()

    def flush(self) -> None:
        """Give the socket what TLS has to say."""
        if self._outgoing.pending:
            self._transport.write(self._outgoing.read())

    def _shake(self) -> bool:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self.flush()
            return False
        self.flush()
        self._patience.cancel()
        self._entrance.shaking.discard(self)
        self._agreed = True
        logger.info("%s speaks %s%s", self._peer, self._tls.version(), _named(self._tls.getpeercert()))
        self._inner.connection_made(_Line(self, self._transport))
        return True

    def _hand_in(self) -> None:
        """Give what can be read to the protocol within, in one piece; a line that was ended is closed after it."""
        pieces: list[bytes] = []
        ended = False
        try:
            while piece := self._tls.read(_RECORDS_AT_ONCE):
                pieces.append(piece)
            ended = True
        except ssl.SSLWantReadError:
            pass
        finally:
            if pieces:
                self._inner.data_received(b"".join(pieces))
        self.flush()
        if ended:
            self.close()

    def _refuse(self, why: str) -> None:
        self._refused = True
        self._entrance.refused(self._peer, why)
        # What OpenSSL has to say of it: whoever looks after the sender reads it in the sender's own log.
        self.flush()
        self._transport.close()


class _Line(asyncio.Transport):
    """What the protocol within takes for its socket."""

    def __init__(self, secured: Secured, socket: asyncio.Transport) -> None:
        super().__init__()
        self._secured, self._socket = secured, socket

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._secured.write(data)

    def close(self) -> None:
        self._secured.close()

    def is_closing(self) -> bool:
        return self._socket.is_closing()

    def is_reading(self) -> bool:
        return self._socket.is_reading()

    def pause_reading(self) -> None:
        self._socket.pause_reading()

    def resume_reading(self) -> None:
        self._socket.resume_reading()

    def get_extra_info(self, name: str, default: object = None) -> object:
        return self._socket.get_extra_info(name, default)


def _why(reason: ssl.SSLError) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted ({reason.verify_message})"
    said = reason.reason or str(reason)
    return _WHY.get(said, f"TLS failed ({said.replace('_', ' ').lower()})")


def _named(certificate: Mapping[str, object] | None) -> str:
    """The name in a sender's certificate as the log says it; nothing when it was asked for none."""
    subject: Any = (certificate or {}).get("subject", ())
    names = [value for part in subject for key, value in part if key == "commonName"]
    return f", certified as {', '.join(names) or 'nobody by name'}" if certificate else ""
