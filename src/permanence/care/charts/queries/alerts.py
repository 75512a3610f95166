"""What everybody near a bed must know of its patient, for lists that have a word of room."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from permanence.care.charts.queries.body import CodeStatusLine, decisions
from permanence.care.charts.queries.gathered import gather_alerts
from permanence.care.charts.queries.lines import (
    AllergyLine,
    PrecautionLine,
    allergy_lines,
    precaution_lines,
)
from permanence.care.charts.queries.words import resuscitation_words
from permanence.care.charts.rules import AllergyStatement, known_allergies
from permanence.care.stays import queries as stays


@dataclass(frozen=True, slots=True)
class Alert:
    """Allergies and precautions of one stay; what was decided of resuscitation comes first among the precautions."""

    stay: UUID
    allergy_statement: AllergyStatement
    allergies: tuple[AllergyLine, ...]
    precautions: tuple[PrecautionLine, ...]


def alerts(stay_ids: Collection[UUID]) -> dict[UUID, Alert]:
    """The alert of each stay that is known; a constant number of queries for any number of stays."""
    known = stays.stays(stay_ids)
    whole = {row.id: row for row in known.values()}
    parts = {id_: {id_} for id_ in whole}
    for part, into in stays.absorbed_stays(whole.keys()).items():
        parts[into].add(part)
    care = gather_alerts(
        {row.patient for row in whole.values()}, [part for several in parts.values() for part in several]
    )
    found = {}
    for id_, row in whole.items():
        allergies = known_allergies(care[row.patient].allergies)
        decided, _ = decisions(care[row.patient], parts[id_])
        precautions = precaution_lines(care[row.patient].precautions, parts[id_])
        lines = (*map(_as_precaution, decided), *precautions)
        found[id_] = Alert(id_, allergies.statement, allergy_lines(allergies), lines)
    return {asked: found[row.id] for asked, row in known.items()}


def _as_precaution(decided: CodeStatusLine) -> PrecautionLine:
    words = ": ".join(filter(None, [decided.label, decided.value]))
    return PrecautionLine("", str(resuscitation_words(decided.resuscitate)) or words, decided.said_at)
