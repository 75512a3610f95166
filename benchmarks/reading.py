"""What it costs to read and translate a message, one core, no database: `python benchmarks/reading.py [--json]`.

CPU time, the best of several rounds; messages are made up. "Picked" reads what an index of messages would keep: type,
control id, every patient number and name, birth date, sex, account, reliability, place and visit.
"""

import json
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from permanence.exchange.hl7v2.rules import AckCode, Message, acknowledge, parse
from permanence.exchange.hl7v2.rules.translate import (
    Context,
    appointments_of,
    chart_facts_of,
    identities_of,
    links_of,
    movements_of,
    visit_of,
)

ROUNDS, MESSAGES = 5, 3_000
NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
CONTEXT = Context("GAM", ZoneInfo("Europe/Paris"), uuid.UUID(int=1), NOW)
PATIENTS = (uuid.UUID(int=2),)
HEADER = "MSH|^~\\&|GAM|CHT|DPI|CHT|20260307090000||{event}|M1|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR"
PID = (
    "PID|1||000042^^^CHT&750000001&N^PI~279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20101207"
    "||VASSEUR^MAUDE^MAUDE LOUISE^^^^L~DE LA TOUR^MAUDE^^^^^D||19790328|F|||12 rue des Lilas^^VILLEBOIS^^91000^FRA^H"
    "~^^^^^^BDL^^63220||^PRN^PH^^^^^^^^^0100000001|||||26000007^^^CHT&750000001&N^AN|||||||1|||||N||VALI|20260307090000"
)
VISIT = "PV1|1|I|6268^204^2^CHT|R|||1^MOREL^Anne^^^Dr||||||||||||900042^^^CHT^VN|||||||||||||||||||||||||20260307080000"
MOVEMENT = "ZBE|312^CHT|20260307080000||INSERT|N||MED^^^^^CHT^UF^^^6100|CHIR^^^^^CHT^UF^^^6270|HMS"
ADMISSION = [
    "EVN||20260307090000||||20260307083000", PID, "PD1||U||||||||||N", "ROL||UC|ODRP|1^AGNES^Luc", VISIT,
    "PV2|||CHOL^Cholécystite||||||20260310", MOVEMENT, "ZFA|ACTIF|20260307", "ZFM|8", "ZFD|||Y|N|INSI|20211201",
]  # fmt: skip
RESULTS = [f"OBX|{n}|NM|C{n}^Analyse {n}^LN||{n}.5|mmol/L|1-9|N|||F|||20260307061500" for n in range(20)]
REPORT = [PID, VISIT, "ORC|RE|P1|L1", "OBR|1|P1|L1|NFS^Numération^L|||20260307060000|||||||||||||||20260307083000|||F"]


def pick(message: Message) -> None:
    """Read what an index would keep."""
    _ = message.event, message.control_id
    pid, pv1 = message.first("PID"), message.first("PV1")
    _ = [(one.text(1), one.text(4), one.text(4, 2), one.text(5)) for one in pid.repetitions(3)]
    _ = [(one.text(1), one.text(2), one.text(3), one.text(7)) for one in pid.repetitions(5)]
    _ = pid.text(7), pid.text(8), pid.text(18), pid.text(32), pv1.text(3), pv1.text(3, 2), pv1.text(3, 3), pv1.text(19)


def translate(message: Message) -> None:
    """All that applying the message asks for."""
    identities_of(message, CONTEXT)
    links_of(message, CONTEXT)
    movements_of(message, CONTEXT, PATIENTS)
    visit_of(message, CONTEXT)
    chart_facts_of(message, CONTEXT, PATIENTS[0], None)
    appointments_of(message, CONTEXT, PATIENTS[0])


def answer(message: Message) -> None:
    """The acknowledgement."""
    acknowledge(message, AckCode.ACCEPTED, control_id="1", at=NOW)


def rate(raw: bytes, then: Callable[[Message], None] | None) -> float:
    """Messages a CPU-second, read and then treated."""
    best = 0.0
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(MESSAGES):
            message = parse(raw, charset="")
            if then:
                then(message)
        best = max(best, MESSAGES / (time.process_time() - started))
    return best


def main() -> None:
    """Print the table."""
    messages = {"ADT^A01": ADMISSION, "ORU^R01": [*REPORT, *RESULTS]}
    steps = {"read": None, "read + picked": pick, "read + translated": translate, "read + answered": answer}
    rows = []
    for event, segments in messages.items():
        raw = "".join(line + "\r" for line in (HEADER.format(event=event), *segments)).encode()
        rows += [
            {"message": event, "bytes": len(raw), "step": step, "per_second": round(rate(raw, then))}
            for step, then in steps.items()
        ]
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return
    print(f"{'message':9} {'bytes':>6}  {'step':18} {'messages/CPU-s':>15}")
    for row in rows:
        print(f"{row['message']:9} {row['bytes']:6}  {row['step']:18} {row['per_second']:15,}")


if __name__ == "__main__":
    main()
