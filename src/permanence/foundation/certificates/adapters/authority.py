"""Keys and certificates: make an authority that may speak for this box alone, and a certificate it signs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from permanence.foundation.certificates.rules import (
    AUTHORITY_BEGINS,
    AUTHORITY_ENDS,
    CERTIFICATE_LASTS,
    CLOCKS_DIFFER_BY,
    Address,
    Network,
    Scope,
    Standing,
    Wanted,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A certificate and its key, as they are kept (PEM)."""

    certificate: bytes
    key: bytes


def make_authority(box: str, scope: Scope) -> Made:
    """An authority whose word holds for the names and networks of its scope alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Permanence {box}")
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    constraints = x509.NameConstraints(
        [*map(x509.DNSName, sorted(scope.names)), *map(x509.IPAddress, sorted(scope.networks, key=str))], None
    )
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(AUTHORITY_BEGINS)
        .not_valid_after(AUTHORITY_ENDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(identifier, critical=False)
    )
    return Made(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM), _pem(key))


def make_certificate(authority: Made, box: str, wanted: Wanted, now: datetime) -> Made:
    """A certificate for these names and addresses, signed by the authority, which stands behind it in the file."""
    signer, signing_key = x509.load_pem_x509_certificate(authority.certificate), _key(authority.key)
    key = ec.generate_private_key(ec.SECP256R1())
    named = [*map(x509.DNSName, sorted(wanted.names)), *map(x509.IPAddress, sorted(wanted.addresses, key=str))]
    identifier = signer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
    builder = (
        x509.CertificateBuilder(
            signer.subject, _name(f"Permanence {box} site"), key.public_key(), x509.random_serial_number()
        )
        .not_valid_before(now - CLOCKS_DIFFER_BY)
        .not_valid_after(now - CLOCKS_DIFFER_BY + CERTIFICATE_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(named), critical=False)
        .add_extension(by, critical=False)
    )
    made = builder.sign(signing_key, hashes.SHA256()).public_bytes(Encoding.PEM)
    return Made(made + authority.certificate, _pem(key))


def standing_of(certificate: bytes) -> Standing:
    """What the first certificate of a file says of itself. Raises `ValueError` when it is none."""
    read = x509.load_pem_x509_certificates(certificate)[0]
    names, addresses = frozenset[str](), frozenset[Address]()
    for extension in read.extensions:
        if isinstance(extension.value, x509.SubjectAlternativeName):
            names = frozenset(extension.value.get_values_for_type(x509.DNSName))
            addresses = frozenset(ip_address(str(one)) for one in extension.value.get_values_for_type(x509.IPAddress))
    return Standing(names, addresses, read.not_valid_before_utc, read.not_valid_after_utc)


def scope_said(certificate: bytes) -> Scope:
    """What an authority may speak for. Raises `ValueError` when the file is no certificate."""
    read = x509.load_pem_x509_certificate(certificate)
    permitted = read.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    names = {one.value for one in permitted if isinstance(one, x509.DNSName)}
    networks: set[Network] = {ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress)}
    return Scope(frozenset(names), frozenset(networks))


def fingerprint_of(certificate: bytes) -> bytes:
    """The SHA-256 fingerprint of the first certificate of a file. Raises `ValueError` when it is none."""
    return x509.load_pem_x509_certificates(certificate)[0].fingerprint(hashes.SHA256())


def belong_together(certificate: bytes, key: bytes) -> bool:
    """Whether the key is that of the first certificate. Raises `ValueError` when one of them cannot be read."""
    public = load_pem_private_key(key, None).public_key()
    return x509.load_pem_x509_certificates(certificate)[0].public_key() == public


def _key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the key of this authority is none that this box made")
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _name(common: str) -> x509.Name:
    parts: Iterable[x509.NameAttribute[str]] = (
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Permanence"),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    )
    return x509.Name(parts)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
