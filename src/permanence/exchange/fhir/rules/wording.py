"""Texts that pure rules hold for people; whoever shows them translates them."""


def _(text: str) -> str:
    """Mark a text for the room's catalogue and give it back as it is."""
    return text
