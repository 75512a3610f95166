"""Reads of the box's own certificate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from django.utils.translation import gettext as _

from permanence.foundation import clock
from permanence.foundation.certificates.adapters import authority, files
from permanence.foundation.certificates.adapters.names import own_names
from permanence.foundation.certificates.rules import Wanted, is_loopback, spoken, wanted_of

__all__ = [
    "CertificateDamaged", "CertificateRow", "CertificateUnusable", "Wanted", "box_certificate", "given_certificate",
    "is_loopback", "wanted_names", "words_about", "words_of",
]  # fmt: skip


class CertificateDamaged(Exception):
    """A file of the box's certificates cannot be read: put it back from a copy, or take the folder away."""


class CertificateUnusable(Exception):
    """The two files are no certificate with its own key, or the key asks for a password."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """The certificate of the site, where it lies, for what it stands, and both fingerprints (SHA-256).

    Browsers show `fingerprint`; `authority` is the file to install on the wards' computers, once: None, with an empty
    fingerprint, for a certificate of the hospital's own.
    """

    certificate: Path
    key: Path
    authority: Path | None
    fingerprint: str
    authority_fingerprint: str
    names: tuple[str, ...]
    ends_at: datetime


def wanted_names(also: Iterable[str] = ()) -> Wanted:
    """What browsers may call this box: what it is called itself, and these other names and addresses."""
    return wanted_of([*own_names(), *also])


def box_certificate() -> CertificateRow | None:
    """The box's own certificate, None when it has made none. Raises `ValueError` when a file was damaged."""
    site, issuer = files.kept("box"), files.kept("authority")
    if site is None or issuer is None:
        return None
    authority_fingerprint = spoken(authority.fingerprint_of(issuer.certificate))
    return _row(*files.paths("box"), site.certificate, files.paths("authority")[0], authority_fingerprint)


def given_certificate(certificate: Path, key: Path) -> CertificateRow:
    """A certificate of the hospital's own. Raises `CertificateUnusable`."""
    content = certificate.read_bytes()
    try:
        if not authority.belong_together(content, key.read_bytes()):
            raise CertificateUnusable(certificate, key)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CertificateUnusable(certificate, key) from error
    return _row(certificate, key, content, None, "")


def words_about(row: CertificateRow) -> list[str]:
    """How somebody on a ward recognises the box, in lines."""
    lines = [
        _("Certificate for {names}, until {day}.").format(names=", ".join(row.names), day=f"{row.ends_at:%d/%m/%Y}"),
        _("Its fingerprint (SHA-256), as browsers show it: {fingerprint}").format(fingerprint=row.fingerprint),
    ]
    if row.ends_at <= clock.now():
        lines.append(_("THIS CERTIFICATE HAS ENDED: every browser will warn. Check the clock, or ask for another."))
    if row.authority:
        lines += [
            _("To be trusted on the wards' computers, once: {file}").format(file=row.authority),
            _("Fingerprint of that file (SHA-256): {fingerprint}").format(fingerprint=row.authority_fingerprint),
        ]
    return lines


def words_of(fault: CertificateDamaged | CertificateUnusable) -> str:
    """What is wrong with a certificate, and what to do."""
    if isinstance(fault, CertificateUnusable):
        told = _("{certificate} and {key} are no certificate with its own key, or the key asks for a password.")
        return told.format(certificate=fault.args[0], key=fault.args[1])
    told = _("A certificate in {folder} cannot be read. Put it back from a copy, or take the folder away.")
    return told.format(folder=fault.args[0])


def _row(
    certificate: Path, key: Path, content: bytes, issuer: Path | None, authority_fingerprint: str
) -> CertificateRow:
    standing = authority.standing_of(content)
    return CertificateRow(
        certificate=certificate,
        key=key,
        authority=issuer,
        fingerprint=spoken(authority.fingerprint_of(content)),
        authority_fingerprint=authority_fingerprint,
        names=(*sorted(standing.names), *sorted(map(str, standing.addresses))),
        ends_at=standing.ends_at,
    )
