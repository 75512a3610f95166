"""How a message writes its values: the delimiters it declares and the escape sequences they call for."""

import re
from dataclasses import dataclass
from functools import lru_cache

_DEFAULTS = "^~\\&"
# Formatting commands of a text (HL7 v2 chapter 2, "formatted text"): those that break a line, those that do nothing.
_BREAKS = (".br", ".sp", ".ce", ".sk")
_KNOWN = r"[FSTREHNP]|X[0-9A-Fa-f]+|[CM][0-9A-Fa-f]{4,6}|\.(?:br|sp|ce|sk|in|ti|fi|nf)\s?[+-]?\d*|Z[^\\\s]{0,8}"
_HTML_AMPERSAND = "&amp;"
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


# Two syntaxes are the same when they are one: `syntax_of` makes each once, and they key what is remembered.
@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """The delimiters of one message (MSH-1, MSH-2) and its charset; `repetition` may be longer than one character."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str
    charset: str

    @property
    def declared(self) -> str:
        """MSH-2 as this message should have it."""
        return self.component + self.repetition + self.escape + self.subcomponent

    def unescaped(self, value: str) -> str:
        """The value behind its escape sequences; what is no sequence stays as it was written."""
        if self.escape not in value:
            return value
        return _sequences(self.escape).sub(self._meaning, value)

    def _meaning(self, found: re.Match[str]) -> str:
        sequence = found[0]
        inner = sequence[1:-1]
        plain = {"F": self.field, "S": self.component, "T": self.subcomponent, "R": self.repetition, "E": self.escape}
        if inner in plain:
            return plain[inner]
        if inner.startswith("X"):
            return _from_hexadecimal(sequence, self.escape, self.charset)
        return "\n" if inner.startswith(_BREAKS) else ""

    def escaped(self, value: str) -> str:
        """The value as this message must write it."""
        if value.isalnum():
            return value
        written = {
            self.escape: "E",
            self.field: "F",
            self.component: "S",
            self.subcomponent: "T",
            self.repetition: "R",
        }
        out = "".join(f"{self.escape}{written[sign]}{self.escape}" if sign in written else sign for sign in value)
        return re.sub(r"\r\n|\r|\n", lambda _: f"{self.escape}.br{self.escape}", out)


@lru_cache(maxsize=16)
def _sequences(escape: str) -> re.Pattern[str]:
    mark = re.escape(escape)
    # Hexadecimal sequences are read together: a letter of several bytes may be cut over two of them.
    return re.compile(rf"(?:{mark}X[0-9A-Fa-f]+{mark})+|{mark}(?:{_KNOWN}){mark}")


def _from_hexadecimal(sequences: str, escape: str, charset: str) -> str:
    digits = sequences.replace(escape, "").replace("X", "")
    data = bytes.fromhex(digits if len(digits) % 2 == 0 else "0" + digits)
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)


@lru_cache(maxsize=256)
def syntax_of(field: str, declared: str, charset: str) -> Syntax:
    r"""The syntax that MSH-1 and MSH-2 declare; what is missing or senseless is HL7's usual `^~\&`.

    Tolerated: the five characters of version 2.7, a backslash doubled by a programmer, `&amp;`, and a repetition
    separator that a wrong charset turned into several characters.
    """
    signs = declared.replace(_HTML_AMPERSAND, "&").strip()
    if len(signs) > 4 and signs.endswith("\\&"):
        middle = signs[1:-2]
        if middle and all(ord(sign) > 126 for sign in middle):
            return Syntax(field, signs[0], middle, "\\", "&", charset)
    chosen = _distinct(signs)
    if any(sign.isalnum() or sign.isspace() or sign == field for sign in chosen):
        chosen = ""
    signs = _completed(chosen, field)
    return Syntax(field, signs[0], signs[1], signs[2], signs[3], charset)


def _distinct(signs: str) -> str:
    return "".join(dict.fromkeys(signs))[:4]


def _completed(signs: str, field: str) -> str:
    """Four delimiters from fewer: each missing one is its default, or a sign nobody writes when that one is taken."""
    if len(signs) == 3 and signs[2] == "&":
        return signs[:2] + "\\&"
    out = signs
    for default, spare in zip(_DEFAULTS[len(signs) :], "\ue000\ue001\ue002\ue003"[len(signs) :], strict=True):
        out += spare if default in out or default == field else default
    return out
