"""Certificates of hospitals that do not exist: an authority, the box, and senders."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from permanence.exchange.hl7v2.operations import TlsDoor


@dataclass(frozen=True)
class Hospital:
    """An authority in a folder, and what it signs."""

    folder: Path
    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    def sign(self, name: str, *, ended: bool = False) -> tuple[Path, Path]:
        """A certificate of this name and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        begins_at = datetime.now(UTC) - timedelta(days=30 if ended else 1)
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")])
        made = (
            x509.CertificateBuilder(self.name, _named(name), key.public_key(), x509.random_serial_number())
            .not_valid_before(begins_at)
            .not_valid_after(begins_at + timedelta(days=10))
            .add_extension(names, critical=False)
            .sign(self.key, hashes.SHA256())
        )
        certificate, key_file = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_bytes(made.public_bytes(Encoding.PEM))
        key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return certificate, key_file

    def door(self, *, mutual: bool = False) -> TlsDoor:
        """The box's TLS door, on a port the system chooses."""
        return TlsDoor("127.0.0.1", 0, *self.sign("box"), self.authority if mutual else None)

    def sender(self, certificate: tuple[Path, Path] | None = None) -> ssl.SSLContext:
        """What a sender speaks TLS with, its own certificate shown if it has one."""
        context = ssl.create_default_context(cafile=self.authority)
        if certificate:
            context.load_cert_chain(*certificate)
        return context


def found(folder: Path) -> Hospital:
    """A hospital with an authority of its own."""
    folder.mkdir()
    hospital = Hospital(folder, _named(folder.name), ec.generate_private_key(ec.SECP256R1()))
    now, public = datetime.now(UTC), hospital.key.public_key()
    made = (
        x509.CertificateBuilder(hospital.name, hospital.name, public, x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(hospital.key, hashes.SHA256())
    )
    hospital.authority.write_bytes(made.public_bytes(Encoding.PEM))
    return hospital


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
