"""Whose facts are whose: matching by identifiers, which never makes one patient of two."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from permanence.care.patients.rules.identifiers import NUMBERS, Key, tells_apart


@dataclass(frozen=True, slots=True)
class Match:
    """Whose a fact is.

    `file` is the file that holds the deciding identifier, `patient` the one it lives on in after merges. `attached`
    are identifiers the file did not have yet; `claimed` are identifiers that another patient's file holds.
    """

    patient: UUID
    file: UUID
    created: bool = False
    attached: tuple[Key, ...] = ()
    claimed: tuple[Key, ...] = ()


@dataclass(slots=True)
class Register:
    """The identifiers that matter to one batch, as known and as the batch goes on; matching writes into it."""

    # Identifier -> file that holds it.
    holders: dict[Key, UUID] = field(default_factory=dict)
    # Absorbed file -> patient it lives on in.
    survivors: dict[UUID, UUID] = field(default_factory=dict)
    # (identifier shared in a family, file that has it too).
    shared: set[tuple[Key, UUID]] = field(default_factory=set)
    # Patient -> (authority, kind) of its numbers known here.
    numbered: dict[UUID, set[tuple[str, str]]] = field(default_factory=dict)

    def patient_of(self, file: UUID) -> UUID:
        """The patient a file lives on in."""
        return self.survivors.get(file, file)

    def match(self, keys: list[Key], new_file: Callable[[], UUID]) -> Match:
        """Whose these identifiers are; a new file when nobody's. `keys` come ranked, the strongest first."""
        file = self._deciding_file(keys)
        return self.join(keys, new_file() if file is None else file, created=file is None)

    def join(self, keys: list[Key], file: UUID, *, created: bool = False) -> Match:
        """These identifiers said to be this file's: those nobody holds are put on it."""
        patient = self.patient_of(file)
        attached, claimed = self._others(keys, file, patient)
        for key in attached:
            self._attach(key, file, patient)
        return Match(patient, file, created, attached, claimed)

    def needs_numbers(self, told: Iterable[list[Key]]) -> bool:
        """Whether `numbered` must hold all numbers of the patients known here before these facts are matched.

        It must when a fact says a new number beside another identifier that may lead to a patient.
        """
        return bool(self.holders) and any(
            sum(map(tells_apart, keys)) > 1 and any(key[1] in NUMBERS and key not in self.holders for key in keys)
            for keys in told
        )

    def _deciding_file(self, keys: list[Key]) -> UUID | None:
        # Of the strongest known identifier, unless its patient has another number of an authority that says a new
        # number here: that authority keeps two files, so they are two patients until it says otherwise.
        new_numbers: list[tuple[str, str]] = []
        for key in keys:
            file = self.holders.get(key) if tells_apart(key) else None
            if file is None:
                if key[1] in NUMBERS:
                    new_numbers.append(key[:2])
            elif not self.numbered.get(self.patient_of(file), _NONE).intersection(new_numbers):
                return file
        return None

    def _others(self, keys: list[Key], file: UUID, patient: UUID) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
        attached: list[Key] = []
        claimed: list[Key] = []
        for key in keys:
            if not tells_apart(key):
                if (key, file) not in self.shared:
                    attached.append(key)
                continue
            holder = self.holders.get(key)
            if holder is None:
                attached.append(key)
            elif holder != file and self.patient_of(holder) != patient:
                claimed.append(key)
        return tuple(attached), tuple(claimed)

    def _attach(self, key: Key, file: UUID, patient: UUID) -> None:
        if not tells_apart(key):
            self.shared.add((key, file))
            return
        self.holders[key] = file
        if key[1] in NUMBERS:
            self.numbered.setdefault(patient, set()).add(key[:2])


_NONE: frozenset[tuple[str, str]] = frozenset()
