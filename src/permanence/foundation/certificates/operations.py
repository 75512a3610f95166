"""Make the box's own certificate."""

from datetime import datetime

from django.db import transaction

from permanence.foundation import node
from permanence.foundation.actors import Actor
from permanence.foundation.certificates import queries
from permanence.foundation.certificates.adapters import authority, files
from permanence.foundation.certificates.adapters.authority import Made
from permanence.foundation.certificates.queries import CertificateDamaged, CertificateRow, Wanted
from permanence.foundation.certificates.rules import covers, is_still_good, scope_of, spoken
from permanence.foundation.ledger import operations as ledger

__all__ = ["CertificateDamaged", "ensure_certificate"]


def ensure_certificate(*, wanted: Wanted, by: Actor, occurred_at: datetime) -> CertificateRow:
    """Browsers reach the site under these names in secret: makes what is missing, nothing when all is good still.

    The authority stays, so that computers which trust it go on; only a name it may not speak for makes another. Refuses
    files that were damaged (`CertificateDamaged`). Logs `certificates.made` with the fingerprints when it made one.
    """
    try:
        return _ensure(wanted, by, occurred_at)
    except (ValueError, TypeError) as error:
        raise CertificateDamaged(files.folder()) from error


def _ensure(wanted: Wanted, by: Actor, occurred_at: datetime) -> CertificateRow:
    issuer, site = files.kept("authority"), files.kept("box")
    is_new = issuer is None or not covers(authority.scope_said(issuer.certificate), wanted)
    if issuer is None or is_new:
        issuer = authority.make_authority(node.origin(), scope_of(wanted))
    if site is None or is_new or not is_still_good(authority.standing_of(site.certificate), wanted, occurred_at):
        _record_and_keep(issuer, is_new, wanted, by, occurred_at)
    row = queries.box_certificate()
    if row is None:
        raise CertificateDamaged(files.folder())
    return row


@transaction.atomic
def _record_and_keep(issuer: Made, is_new: bool, wanted: Wanted, by: Actor, occurred_at: datetime) -> None:  # noqa: FBT001
    made = authority.make_certificate(issuer, node.origin(), wanted, occurred_at)
    fingerprint = spoken(authority.fingerprint_of(made.certificate))
    ledger.record(
        kind="certificates.made",
        subject=node.origin(),
        by=by,
        occurred_at=occurred_at,
        facts={
            "certificate": fingerprint,
            "authority": spoken(authority.fingerprint_of(issuer.certificate)),
            "authority_is_new": is_new,
        },
    )
    if is_new:
        files.keep("authority", issuer)
    files.keep("box", made)
