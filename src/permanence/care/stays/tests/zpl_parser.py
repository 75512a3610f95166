"""Reads ZPL II the way a printer does: command after command, each with its parameters; all else is wrong."""

import re
from dataclasses import dataclass

# A command is a caret, two characters (one and a digit for fonts), and what stands before the next caret or tilde.
_COMMAND = re.compile(r"\^(A0|[A-Z]{2}|FO|FD|FS)([^\^~]*)", re.DOTALL)
_KNOWN = {"XA", "XZ", "CI", "PW", "LL", "LH", "FO", "A0", "FB", "FH", "FD", "FS", "BY", "BC", "BX", "PQ"}
_HEX = re.compile(r"_([0-9A-F]{2})")


@dataclass(frozen=True)
class Field:
    """Something printed: where its corner is, the commands that say how, and its text."""

    x: int
    y: int
    how: dict[str, str]
    text: str

    @property
    def is_code(self) -> bool:
        return bool({"BC", "BX"} & set(self.how))

    @property
    def foot(self) -> int:
        """Where the rows of a text end."""
        rows = int(self.how["FB"].split(",")[1])
        return self.y + rows * int(self.how["A0"].split(",")[1])


@dataclass(frozen=True)
class Label:
    width: int
    height: int
    copies: int
    unicode: bool
    fields: tuple[Field, ...]


def parse(program: str) -> Label:
    """The one label of a program. Raises AssertionError at the first thing a printer would not take."""
    position, commands = 0, []
    for match in _COMMAND.finditer(program):
        assert program[position : match.start()].strip() == ""
        assert match[1] in _KNOWN, match[1]
        commands.append((match[1], match[2].strip("\n") if match[1] == "FD" else match[2].strip()))
        position = match.end()
    assert program[position:].strip() == ""
    names = [name for name, _said in commands]
    assert names[0] == "XA"
    assert names[-1] == "XZ"
    assert names.count("XA") == names.count("XZ") == 1
    said = dict(commands)
    return Label(int(said["PW"]), int(said["LL"]), int(said["PQ"].split(",")[0]), said["CI"] == "28", _fields(commands))


def _fields(commands: list[tuple[str, str]]) -> tuple[Field, ...]:
    fields, how, open_at = [], {}, None
    for name, said in commands:
        if name == "FO":
            assert open_at is None
            open_at = [int(part) for part in said.split(",")]
        elif name == "FS":
            assert open_at is not None
            text = _HEX.sub(lambda found: chr(int(found[1], 16)), how["FD"]) if "FH" in how else how["FD"]
            fields.append(Field(*open_at, how, text))
            how, open_at = {}, None
        elif name not in {"XA", "XZ", "CI", "PW", "LL", "LH", "PQ"}:
            how = how | {name: said}
    assert open_at is None
    return tuple(fields)
