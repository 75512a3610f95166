"""What can be wrong between identifiers and files, and what a person may decide of it."""

from enum import StrEnum


class ContradictionKind(StrEnum):
    """What a sender said that the files here contradict."""

    # An identifier given to one patient is on another patient's file.
    HELD_BY_ANOTHER = "held_by_another"
    # Two numbers said to be of two people again are on one file, which nobody but a person can take apart.
    INSEPARABLE = "inseparable"


class Verdict(StrEnum):
    """What a person decides of a contradiction."""

    # The file that holds the identifier is right, whatever the sender goes on saying.
    KEEP = "keep"
    # The sender is right: the identifier goes to the file it was claimed for.
    MOVE = "move"
