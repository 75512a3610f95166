"""What may be done with sealed envelopes: make them, open one, make one worthless."""

from permanence.command.first_hour.operations.making import (
    MadeEnvelope,
    NoSuchEnvelope,
    NotAllowed,
    WrongCount,
    make_envelopes,
    revoke_envelope,
)
from permanence.command.first_hour.operations.opening import (
    CodeRefused,
    EnvelopeExpired,
    EnvelopeUsed,
    EnvelopeWorthless,
    Opened,
    TooManyTries,
    open_envelope,
)

__all__ = [
    "CodeRefused", "EnvelopeExpired", "EnvelopeUsed", "EnvelopeWorthless", "MadeEnvelope", "NoSuchEnvelope",
    "NotAllowed", "Opened", "TooManyTries", "WrongCount", "make_envelopes", "open_envelope", "revoke_envelope",
]  # fmt: skip
