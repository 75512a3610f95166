"""JSON laid out for people without being read: a text that is broken is laid out as far as it goes."""

import re

_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|\s+|[^\s{}\[\],:"]+|"', re.DOTALL)
_DEEPEST = 40


def indented(text: str) -> str:
    """The same JSON, one element a line; no string or number of it is written otherwise."""
    lines: list[str] = []
    line = ""
    depth = 0
    before = ""
    for sign in _TOKENS.findall(text):
        if sign.isspace():
            continue
        closes = sign in "}]"
        if line and (before == "," or (before and before in "{[" and not closes) or (closes and before not in "{[")):
            lines.append(line)
            line = ""
        depth -= closes and depth > 0
        line = (line or _margin(depth)) + (": " if sign == ":" else sign)
        depth += sign in "{["
        before = sign
    return "\n".join([*lines, line])


def _margin(depth: int) -> str:
    return "  " * min(depth, _DEEPEST)
