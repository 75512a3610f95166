"""For which names and addresses a certificate is made, how long it lasts, and when another is needed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Browsers refuse more than 398 days of a public authority, and Apple's more than 825 of any.
CERTIFICATE_LASTS = timedelta(days=397)
RENEWED_BEFORE_ITS_END = timedelta(days=30)
# Fixed, and no instant of the box's clock: an authority made while that clock was wrong must not have to be installed
# on every computer a second time.
AUTHORITY_BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
AUTHORITY_ENDS = datetime(2056, 1, 1, tzinfo=UTC)
# A certificate begins before it is made, for computers whose clock is late.
CLOCKS_DIFFER_BY = timedelta(days=2)
# Where an address may move without another authority: private, link-local and loopback (RFC 1918, 4193, 4291).
PRIVATE_NETWORKS: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7",
                 "fe80::/10", "::1/128")
)  # fmt: skip

_HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What browsers may call the box: host names in small letters, and addresses."""

    names: frozenset[str]
    addresses: frozenset[Address]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a certificate says of itself."""

    names: frozenset[str]
    addresses: frozenset[Address]
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """The names and networks an authority may speak for, and nothing else (RFC 5280 §4.2.1.10)."""

    names: frozenset[str]
    networks: frozenset[Network]


def wanted_of(texts: Iterable[str]) -> Wanted:
    """Host names and addresses apart; what is no host name (`*`), or means every address (0.0.0.0), is left out."""
    names, addresses = {"localhost"}, {ip_address("127.0.0.1"), ip_address("::1")}
    for text in texts:
        name = text.strip().strip("[]").partition("%")[0].lower().strip(".")
        try:
            address = ip_address(name)
        except ValueError:
            if _HOST_NAME.fullmatch(name):
                names.add(name)
        else:
            if not address.is_unspecified:
                addresses.add(address)
    return Wanted(frozenset(names), frozenset(addresses))


def scope_of(wanted: Wanted) -> Scope:
    """What the authority of a box called so may speak for: its names, private networks, its public addresses."""
    public = {
        ip_network(address) for address in wanted.addresses if not any(address in net for net in PRIVATE_NETWORKS)
    }
    return Scope(wanted.names, frozenset(PRIVATE_NETWORKS) | public)


def covers(scope: Scope, wanted: Wanted) -> bool:
    """Whether an authority may speak for all of these; a name covers what ends with it after a dot."""
    named = all(any(name == known or name.endswith(f".{known}") for known in scope.names) for name in wanted.names)
    return named and all(any(address in net for net in scope.networks) for address in wanted.addresses)


def is_still_good(standing: Standing, wanted: Wanted, now: datetime) -> bool:
    """Whether a certificate names all that is wanted, has begun, and does not end soon."""
    says_all = wanted.names <= standing.names and wanted.addresses <= standing.addresses
    return says_all and standing.begins_at <= now < standing.ends_at - RENEWED_BEFORE_ITS_END


def spoken(fingerprint: bytes) -> str:
    """A fingerprint as browsers show it: `3F:A0:...`."""
    return fingerprint.hex(":").upper()


def is_loopback(host: str) -> bool:
    """Whether what is told to this host never leaves the box."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
