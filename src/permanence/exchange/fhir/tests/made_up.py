"""A made-up ward in FHIR, as a French record would send it, and short ways to say it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from permanence.exchange.feeds.rules.told import Context
from permanence.foundation.actors import Actor

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
BY = Actor("console", "root")
SERVER = "https://dpi.example/fhir"
IPP = "urn:oid:1.2.250.1.999.1"
VISITS = "urn:oid:1.2.250.1.999.2"
INS_TEST = "urn:oid:1.2.250.1.213.1.4.10"
FR = "https://hl7.fr/ig/fhir/core/StructureDefinition"

Body = dict[str, Any]


def context(feed: str = "DPI", received_at: datetime = NOW) -> Context:
    return Context(feed, ZoneInfo("Europe/Paris"), UUID(int=1), received_at)


def concept(code: str, display: str = "", system: str = "http://snomed.info/sct") -> Body:
    return {"coding": [{"system": system, "code": code, "display": display or code}]}


def ref(type_: str, id_: str) -> Body:
    return {"reference": f"{type_}/{id_}"}


def resource(type_: str, id_: str, /, said: str = "2026-03-10T07:00:00+01:00", **body: Any) -> Body:
    return {"resourceType": type_, "id": id_, "meta": {"versionId": "1", "lastUpdated": said}, **body}


def patient(id_: str = "p1", /, ipp: str = "8001", family: str = "MARTIN", **body: Any) -> Body:
    about = {
        "identifier": [{"type": concept("PI"), "system": IPP, "value": ipp}],
        "name": [{"use": "official", "family": family, "given": ["Élise", "Jeanne"]}],
        "gender": "female",
        "birthDate": "1951-04-02",
    }
    return resource("Patient", id_, **(about | body))


def encounter(id_: str = "e1", /, about: str = "p1", visit: str = "V9001", **body: Any) -> Body:
    said = {
        "identifier": [{"type": concept("VN"), "system": VISITS, "value": visit}],
        "status": "in-progress",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": ref("Patient", about),
        "period": {"start": "2026-03-08T10:00:00+01:00"},
        "location": [{"location": ref("Location", "b12"), "status": "active"}],
        "reasonCode": [{"text": "Pneumopathie"}],
        "participant": [{"type": [concept("ATND")], "individual": ref("Practitioner", "d1")}],
    }
    return resource("Encounter", id_, **(said | body))


def places() -> list[Body]:
    return [
        resource("Location", "b12", identifier=[{"value": "12P"}], name="Lit porte", physicalType=concept("bd"),
                 partOf=ref("Location", "r12")),
        resource("Location", "r12", identifier=[{"value": "12"}], name="Chambre 12", physicalType=concept("ro"),
                 partOf=ref("Location", "w1")),
        resource("Location", "w1", identifier=[{"value": "PNEU"}], name="Pneumologie", physicalType=concept("wa")),
    ]  # fmt: skip


def doctor(id_: str = "d1") -> Body:
    return resource("Practitioner", id_, name=[{"family": "Benoît", "given": ["Luc"]}])


def observation(id_: str = "o1", /, **body: Any) -> Body:
    said = {
        "status": "final",
        "code": concept("2823-3", "Potassium", "http://loinc.org"),
        "subject": ref("Patient", "p1"),
        "effectiveDateTime": "2026-03-10T06:30:00+01:00",
        "valueQuantity": {"value": 6.30, "unit": "mmol/L"},
    }
    return resource("Observation", id_, **(said | body))


def care() -> list[Body]:
    """What there is to know of the patient in bed 12."""
    subject = {"subject": ref("Patient", "p1"), "encounter": ref("Encounter", "e1")}
    return [
        resource("AllergyIntolerance", "a1", code=concept("373270004", "Pénicilline"), category=["medication"],
                 criticality="high", patient=ref("Patient", "p1"),
                 reaction=[{"manifestation": [{"text": "Choc anaphylactique"}], "severity": "severe"}]),
        resource("Medication", "m1", code=concept("N02BE01", "Paracétamol 1 g")),
        resource("MedicationRequest", "t1", status="active", intent="order", **subject,
                 medicationReference=ref("Medication", "m1"), category=[concept("inpatient")],
                 dosageInstruction=[{"text": "1 g toutes les 6 h si douleur", "route": concept("po", "voie orale"),
                                     "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "g"}}]}]),
        resource("MedicationAdministration", "g1", status="completed", subject=ref("Patient", "p1"),
                 context=ref("Encounter", "e1"), medicationReference=ref("Medication", "m1"),
                 request=ref("MedicationRequest", "t1"), effectiveDateTime="2026-03-10T06:00:00+01:00",
                 dosage={"dose": {"value": 1, "unit": "g"}}, performer=[{"actor": {"display": "IDE Nuit"}}]),
        observation("o1", interpretation=[concept("HH")],
                    referenceRange=[{"low": {"value": 3.5}, "high": {"value": 5}}]),
        observation("o2", code=concept("85354-9", "Tension", "http://loinc.org"), valueQuantity=None, component=[
            {"code": concept("8480-6", "Systolique"), "valueQuantity": {"value": 95, "unit": "mmHg"}},
            {"code": concept("8462-4", "Diastolique"), "valueQuantity": {"value": 50, "unit": "mmHg"}},
        ]),
        resource("DiagnosticReport", "r1", status="final", code=concept("24326-1", "Ionogramme"), **subject,
                 issued="2026-03-10T06:50:00+01:00", result=[ref("Observation", "o1")], conclusion="Hyperkaliémie"),
        resource("Condition", "c1", code=concept("J18.9", "Pneumopathie"), **subject,
                 clinicalStatus=concept("active"), category=[concept("encounter-diagnosis")]),
        resource("Procedure", "x1", status="completed", code=concept("GEQH001", "Fibroscopie bronchique"), **subject,
                 performedDateTime="2026-03-09T09:00:00+01:00", performer=[{"actor": ref("Practitioner", "d1")}]),
        resource("Device", "v1", type=concept("14106009", "Stimulateur cardiaque"), patient=ref("Patient", "p1"),
                 status="active", manufacturer="Cardio SA", serialNumber="SN-77"),
        resource("DeviceUseStatement", "u1", status="active", subject=ref("Patient", "p1"),
                 device={"display": "Sonde urinaire"}, timingPeriod={"start": "2026-03-08T11:00:00+01:00"}),
        resource("Flag", "f1", status="active", code={"text": "Isolement contact"}, subject=ref("Patient", "p1"),
                 encounter=ref("Encounter", "e1")),
        resource("Flag", "f2", status="active", code=concept("304253006", "Ne pas réanimer"),
                 subject=ref("Patient", "p1"), author=ref("Practitioner", "d1")),
        resource("RelatedPerson", "k1", patient=ref("Patient", "p1"), name=[{"family": "MARTIN", "given": ["Paul"]}],
                 relationship=[concept("HUSB", "Époux")], telecom=[{"system": "phone", "value": "06 00 00 00 01"}]),
        resource("Appointment", "z1", status="booked", start="2026-03-20T09:00:00+01:00",
                 end="2026-03-20T09:30:00+01:00", reasonCode=[{"text": "Contrôle"}],
                 participant=[{"actor": ref("Patient", "p1")}, {"actor": ref("Practitioner", "d1")},
                              {"actor": ref("Location", "w1")}]),
        resource("Claim", "q1", status="active", patient=ref("Patient", "p1")),
    ]  # fmt: skip


def everything() -> list[Body]:
    return [*care(), encounter(), patient(), doctor(), *places()]


def bundle(*resources: Body, kind: str = "collection", server: str = SERVER) -> Body:
    """A bundle of resources that a server keeps."""
    entries = [{"fullUrl": f"{server}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def written(*resources: Body) -> bytes:
    """One resource a line."""
    return b"\n".join(orjson.dumps(one) for one in resources) + b"\n"
