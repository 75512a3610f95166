"""The words people choose from when they tell of a sheet."""

from enum import StrEnum


class Holder(StrEnum):
    """To whom a sheet is handed; what a ward or a runner holds is still its stock, what a person holds is in use."""

    WARD = "ward"
    PERSON = "person"
    RUNNER = "runner"


class PatientProof(StrEnum):
    """How it is known whose a sheet is."""

    STICKER = "sticker"
    NUMBER = "number"
    TRAITS = "traits"
    # A person looked and says so; outweighs what a machine read.
    CONFIRMED = "confirmed"
