"""What this computer is called, and the addresses it is reached at."""

import contextlib
import socket
from collections.abc import Iterator

# Nothing is sent to these: asking the way to each network tells with which of its addresses the box would go there.
_FAR = ((socket.AF_INET, "10.255.255.255"), (socket.AF_INET, "172.31.255.255"), (socket.AF_INET, "192.168.255.255"),
        (socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "fd00::1"), (socket.AF_INET6, "2001:db8::1"))  # fmt: skip


def own_names() -> frozenset[str]:
    """The host name alone, whole and as multicast DNS says it, and the addresses of the box."""
    host = socket.gethostname()
    return frozenset({host, socket.getfqdn(), f"{host.partition('.')[0]}.local", *_addresses(host)})


def _addresses(host: str) -> Iterator[str]:
    with contextlib.suppress(OSError):
        yield from (str(found[4][0]) for found in socket.getaddrinfo(host, None))
    for family, far in _FAR:
        # A box without a network, or without this family, has no way there.
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            yield str(probe.getsockname()[0])
