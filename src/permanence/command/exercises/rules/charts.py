"""What the patient record and the laboratory say of somebody who is here."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from permanence.command.exercises.rules.admissions import Admissions, Stay
from permanence.command.exercises.rules.bodies import Bodies
from permanence.command.exercises.rules.chance import Chance
from permanence.command.exercises.rules.pack import Allergy, Analysis, Drug, Panel
from permanence.command.exercises.rules.relatives import Relatives
from permanence.command.exercises.rules.scene import DAY, HOUR, World
from permanence.command.exercises.rules.segments import Sender, Sent, patient_in_brief
from permanence.command.exercises.rules.suited import drawn, weighted
from permanence.command.exercises.rules.wards import Bed

# How far back a chart is told: what is older was read long ago.
_OLDEST = 10 * DAY
_FEWEST_RESULTS, _MOST_RESULTS = 5, 25
_ROUTES = {"PO": "Voie orale", "IV": "Voie intraveineuse", "SC": "Voie sous-cutanée", "INH": "Voie inhalée"}
_NO_ALLERGY = Allergy("NKA", "Aucune allergie connue", "", "", "")
# PV1-15 (table 0009) and PV2-41 (table 0433) as the patient record uses them: for adults, and for the old.
_STATES, _STATES_OF_AGE = ("A5", "A6", "A8", "B2"), ("A1", "A2", "A4", "A5", "A6", "B1")
_WARNINGS, _WARNINGS_OF_AGE = ("I",), ("C", "N", "I")
_BABY, _YOUNG, _OLD = 180, 16 * 365, 72 * 365
_FALL, _LIMIT = (
    ("RISQ-CHUTE", "Risque de chute", "élevé"),
    ("LATA", "Limitation de thérapeutique", "pas de réanimation"),
)
_CONTACT, _AIR = ("ISO-CONTACT", "Isolement contact", "BLSE"), ("ISO-AIR", "Isolement air", "en attente de BK")


class _Order(NamedTuple):
    number: str
    drug: Drug
    starts_at: int


class Charts:
    """Allergies, treatments, precautions, documents and results of one stay after another."""

    def __init__(self, world: World, record: Sender, laboratory: Sender) -> None:
        self._world = world
        self._record = record
        self._laboratory = laboratory
        self._tell = Admissions(record, world.calendar)
        self._relatives = Relatives(world)
        self._bodies = Bodies(world)
        self._orders = 0

    def of(self, stay: Stay, now: int) -> Iterator[Sent]:
        """All that is told of a stay up to now, in the order it was told."""
        chance = Chance(self._world.seed, "chart", stay.visit)
        since = max(stay.admitted_at, now - _OLDEST)
        # After the last movement: a patient is described where they lie.
        moved = max((at for _, _, at in stay.movements if at <= now), default=since)
        described_at = moved + (now - moved) // 4
        told = [(described_at, self._described(stay, chance, since, described_at))]
        if listed := self._bodies.devices(stay, since, described_at):
            told.append((described_at, self._of_record(stay, "ORU^R01^ORU_R01", described_at, *listed)))
        told += self._treated(stay, chance, since, now)
        told += self._documented(stay, chance, since, now)
        told += self._measured(stay, chance, since, now)
        for _, message in sorted(told, key=lambda pair: pair[0]):
            yield message

    def report(self, stay: Stay, chance: Chance, at: int) -> Sent:
        """One report of the laboratory, of 5 to 25 results."""
        panels = self._panels(stay, chance)
        self._orders += 1
        number = f"L{self._laboratory.run}{self._orders:08d}"
        final = not chance.happens(0.06)
        segments: list[str] = []
        for rank, panel in enumerate(panels, start=1):
            segments += self._panel(panel, rank, number, stay, chance, at, "F" if final else "P")
        stamp = self._world.calendar.text(at)
        who = patient_in_brief(stay.person, self._laboratory.hospital.namespace)
        return self._laboratory.message(
            stay.person.number, "ORU^R01^ORU_R01", stamp, who, self._visit(stay, self._laboratory), *segments
        )

    def drugs(self, stay: Stay, chance: Chance, wanted: int) -> list[Drug]:
        """Medications that suit the stay, none twice."""
        return self._drawn(self._world.pack.drugs, stay, chance, wanted)

    def prescription(self, stay: Stay, drugs: Sequence[Drug], at: int) -> tuple[Sent, list[_Order]]:
        """One prescription of some lines (RDE)."""
        orders = []
        for drug in drugs:
            self._orders += 1
            orders.append(_Order(f"P{self._record.run}{self._orders:08d}", drug, at))
        segments = [segment for order in orders for segment in self._order(order, stay, at, "NW")]
        return self._of_record(stay, "RDE^O11^RDE_O11", at, *segments), orders

    def _described(self, stay: Stay, chance: Chance, since: int, at: int) -> Sent:
        about = self._world.pack.specialties[stay.ward.kind]
        age = self._world.calendar.day(at) - stay.person.born
        states, warnings = (_STATES_OF_AGE, _WARNINGS_OF_AGE) if age > _OLD else (_STATES, _WARNINGS)
        draw = chance.unit()
        allergies: Sequence[Allergy] = ()
        if draw < (0.25 if age > _YOUNG else 0.08 if age > _BABY else 0.0):
            allergies = self._allergies(chance)
        elif draw < 0.8:
            allergies = (_NO_ALLERGY,)
        return self._tell.describes(
            stay,
            at,
            state=chance.pick(states) if age > _YOUNG and chance.happens(0.3 if age > _OLD else 0.1) else "",
            isolated=chance.happens(about.isolation),
            warning=chance.pick(warnings) if age > _YOUNG and chance.happens(0.06) else "",
            allergies=allergies,
            relatives=self._relatives.of(stay, at),
            procedures=self._bodies.procedures(stay, since, at),
        )

    def _allergies(self, chance: Chance) -> list[Allergy]:
        known = self._world.pack.allergies
        return list({weighted(known, chance): None for _ in range(chance.between(1, 3))})

    def _treated(self, stay: Stay, chance: Chance, since: int, now: int) -> Iterator[tuple[int, Sent]]:
        at = since + chance.between(600, 4 * HOUR)
        orders: list[_Order] = []
        drugs = self.drugs(stay, chance, chance.between(2, 10))
        while drugs and at < now:
            lines = chance.between(1, 4)
            message, told = self.prescription(stay, drugs[:lines], at)
            drugs = drugs[lines:]
            orders += told
            yield at, message
            at += chance.between(HOUR, 2 * DAY)
        for order in orders:
            last = now - chance.between(600, 20 * HOUR)
            if chance.happens(0.6) and last > order.starts_at:
                yield last, self._given(order, stay, last)
                if last % 17 == 0:
                    yield last + 60 * 9, self._given(order, stay, last + 60 * 9, refused=True)
            elif chance.happens(0.15) and now - order.starts_at > HOUR:
                ended = order.starts_at + (now - order.starts_at) // 2
                yield ended, self._of_record(stay, "RDE^O11^RDE_O11", ended, *self._order(order, stay, ended, "DC"))

    def _given(self, order: _Order, stay: Stay, at: int, *, refused: bool = False) -> Sent:
        """A dose, by one of the nurses, or refused by the patient (RXA-10, RXA-18, RXA-20)."""
        given, drug = self._world.calendar.text(at), order.drug
        doctors = self._world.pack.hospital["doctors"]
        nurse = self._world.staff.written(doctors + at % (self._world.staff.count - doctors))
        ending = "REF^refus du patient||RE" if refused else "||CP"
        rxa = f"RXA|0|1|{given}|{given}|^{drug.label}|{drug.dose}|{drug.unit}|||{nurse}{'|' * 8}{ending}"
        return self._of_record(
            stay, "RAS^O17^RAS_O17", at, f"ORC|RE|{order.number}^{self._record.habits.application}", rxa, _route(drug)
        )

    def _order(self, order: _Order, stay: Stay, at: int, control: str) -> tuple[str, ...]:
        start, stamp = self._world.calendar.text(order.starts_at), self._world.calendar.text(at)
        drug = order.drug
        ends = stamp if control == "DC" else ""
        return (
            f"ORC|{control}|{order.number}^{self._record.habits.application}|||||||{stamp}|||{stay.doctor}",
            f"RXE||^{drug.label}|{drug.dose}||{drug.unit}|{drug.form}",
            f"TQ1|1||FR&{drug.frequency}||||{start}|{ends}",
            _route(drug),
        )

    def _documented(self, stay: Stay, chance: Chance, since: int, now: int) -> Iterator[tuple[int, Sent]]:
        for document in self._drawn(self._world.pack.documents, stay, chance, chance.between(1, 3)):
            self._orders += 1
            at = chance.between(since, now)
            stamp = self._world.calendar.text(at)
            number = f"D{self._record.run}{self._orders:08d}^{self._record.habits.application}"
            text = document.text.format(reason=stay.reason.label)
            what = f"{document.loinc}^{document.title}^LN"
            txa = f"TXA|1|{what}|TX|{stamp}|{stay.doctor}|{stamp}|||{stay.doctor}|||{number}|||||AU"
            obx = f"OBX|1|TX|{what}||{text}||||||F"
            yield at, self._of_record(stay, "MDM^T02^MDM_T02", at, txa, obx, opening=(f"EVN||{stamp}",))

    def _measured(self, stay: Stay, chance: Chance, since: int, now: int) -> Iterator[tuple[int, Sent]]:
        at = since + chance.between(900, 5 * HOUR)
        while at < now:
            yield at, self.report(stay, chance, at)
            at += chance.between(8 * HOUR, 40 * HOUR)
        age = self._world.calendar.day(now) - stay.person.born
        if age > _YOUNG and chance.happens(0.3 if age > _OLD else 0.04):
            at = chance.between(since, now)
            treats = self._world.pack.specialties[stay.ward.kind].treats
            risks = [_FALL, _FALL, _LIMIT] if age > _OLD else [_FALL]
            risks += [_CONTACT] if "infection" in treats else []
            code, label, value = chance.pick([*risks, _AIR] if "lung" in treats else risks)
            stamp = self._world.calendar.text(at)
            obr = f"OBR|1||E{stay.visit}|EVAL^Évaluation des risques|||{stamp}{'|' * 18}F"
            yield at, self._of_record(stay, "ORU^R01^ORU_R01", at, obr, _found(code, label, value, stamp, stay.doctor))
            if (code, label, value) == _LIMIT and at % 4 == 0:
                # Another doctor decides otherwise: people must ask which decision holds.
                other = self._world.staff.doctor(stay.ward.code, Chance(self._world.seed, "other", stay.visit))
                later = min(at + HOUR, now)
                obx = _found("304251008", "Statut de réanimation", "réanimation complète", stamp, other)
                yield later, self._of_record(stay, "ORU^R01^ORU_R01", later, obr, obx)

    def _panel(
        self, panel: Panel, rank: int, number: str, stay: Stay, chance: Chance, at: int, status: str
    ) -> Iterator[str]:
        stamp = self._world.calendar.text(at)
        taken = self._world.calendar.text(at - chance.between(1500, 9000))
        yield f"ORC|RE|{number}^DPI|{number}-{rank}^{self._laboratory.habits.application}||CM"
        yield (
            f"OBR|{rank}|{number}^DPI|{number}-{rank}^{self._laboratory.habits.application}|{panel.loinc}^{panel.label}^LN"
            f"|||{taken}{'|' * 9}{stay.doctor}{'|' * 6}{stamp}|||{status}"
        )
        for place, analysis in enumerate(panel.analyses, start=1):
            value, flag = _value(analysis, chance)
            yield (
                f"OBX|{place}|NM|{analysis.loinc}^{analysis.label}^LN||{value}|{analysis.unit}"
                f"|{analysis.low:g}-{analysis.high:g}|{flag}|||{status}|||{taken}"
            )

    def _panels(self, stay: Stay, chance: Chance) -> list[Panel]:
        chosen: list[Panel] = []
        results = 0
        for panel in self._drawn(self._world.pack.panels, stay, chance, 4):
            if results + len(panel.analyses) > _MOST_RESULTS:
                break
            chosen.append(panel)
            results += len(panel.analyses)
            if results >= _FEWEST_RESULTS and chance.happens(0.4):
                break
        # Too few: the blood count is always asked for as well.
        counts = self._world.pack.panels[0][0]
        return chosen if results >= _FEWEST_RESULTS or counts in chosen else [counts, *chosen]

    def _drawn(self, things: Any, stay: Stay, chance: Chance, wanted: int) -> list[Any]:
        return drawn(things, self._world.pack.specialties[stay.ward.kind].treats, chance, wanted)

    def _of_record(self, stay: Stay, kind: str, at: int, *segments: str, opening: tuple[str, ...] = ()) -> Sent:
        who = patient_in_brief(stay.person, self._record.hospital.namespace)
        stamp = self._world.calendar.text(at)
        return self._record.message(
            stay.person.number, kind, stamp, *opening, who, self._visit(stay, self._record), *segments
        )

    def _visit(self, stay: Stay, sender: Sender) -> str:
        place = f"{stay.ward.code}^{stay.room}^{_label(stay.bed)}"
        return f"PV1|1|{stay.patient_class}|{place}{'|' * 16}{stay.visit}^^^{sender.hospital.namespace}^VN"


def _found(code: str, label: str, value: str, stamp: str, doctor: str) -> str:
    """An OBX of the patient record, with the doctor who found or decided it (OBX-16)."""
    return f"OBX|1|ST|{code}^{label}||{value}||||||F|||{stamp}||{doctor}"


def _label(bed: Bed | None) -> str:
    return bed.label if bed else ""


def _route(drug: Drug) -> str:
    return f"RXR|{drug.route}^{_ROUTES[drug.route]}"


def _value(analysis: Analysis, chance: Chance) -> tuple[str, str]:
    """A figure and its flag (table 0078)."""
    middle, half = (analysis.low + analysis.high) / 2, (analysis.high - analysis.low) / 2
    figure = max(chance.around(middle, half * 0.5 + analysis.spread * 0.35), analysis.low * 0.3, 0.0)
    text = f"{figure:.{analysis.decimals}f}"
    told = float(text)
    if analysis.low <= told <= analysis.high:
        return text, ""
    far = told < analysis.low - analysis.spread or told > analysis.high + analysis.spread
    sign = "L" if told < analysis.low else "H"
    return text, sign * (1 + far)
