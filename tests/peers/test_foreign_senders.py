"""HL7 senders written by others are heard, acknowledged and applied."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SIMPLE_HL7 = "simple-hl7@3.3.0"
ADMISSION = (
    "MSH|^~\\&|PEER|CHU-X|BOX|CHU-X|20261123010000||ADT^A01^ADT_A01|{control}|P|2.5|||||FRA|UNICODE UTF-8\r"
    "EVN||20261123010000||||20261123010000\r"
    "PID|1||{ipp}^^^CHU-X&1.2.250.1.999.1&ISO^PI||LEFÈVRE^Zoé^^^^^L||19710312|F\r"
    "PV1|1|I|CARD^301^P^CHU-X|||||||||||||||||{visit}^^^CHU-X&1.2.250.1.999.1&ISO^VN\r"
    "ZBE|{control}^GAM|20261123010000||INSERT|N||^^^^^^UF^^^CARD|||HMS\r"
)
SENDER_JS = """
const hl7 = require('simple-hl7');
const client = hl7.Server.createTcpClient('127.0.0.1', Number(process.argv[2]));
const text = require('fs').readFileSync(process.argv[3], 'utf8');
client.send(new hl7.Parser().parse(text), function (error, ack) {
  if (error) { console.error(error); process.exit(1); }
  console.log(ack.log());
  process.exit(0);
});
"""


def admission(control: str, ipp: str) -> str:
    return ADMISSION.format(control=control, ipp=ipp, visit=f"V{ipp}")


def test_the_sender_of_python_hl7_is_acknowledged(box, tmp_path):
    file = tmp_path / "messages.hl7"
    file.write_text(
        "".join(f"\x0b{admission(f'C{n}', f'80000{n}')}\x1c\r" for n in range(20)), encoding="utf-8", newline=""
    )
    program = Path(sys.executable).parent / "mllp_send"
    command = [str(program), "--port", str(box.port), "--file", str(file), "127.0.0.1"]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    assert len(re.findall(r"MSA\|AA\|C\d+", said)) == 20
    applied(box, 20)


def test_the_sender_of_simple_hl7_in_node_is_acknowledged(box, tmp_path):
    if shutil.which("npm") is None:
        pytest.fail("this peer needs Node.js: apt-get install nodejs npm")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), SIMPLE_HL7]
    subprocess.run(install, check=True, capture_output=True, timeout=180)
    (tmp_path / "send.js").write_text(SENDER_JS, encoding="utf-8")
    file = tmp_path / "message.hl7"
    file.write_text(admission("N1", "900001"), encoding="utf-8", newline="")
    command = ["node", str(tmp_path / "send.js"), str(box.port), str(file)]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    assert "MSA|AA|N1" in said
    applied(box, 1)


def applied(box, count: int) -> None:
    """What was acknowledged is in the picture, under the name as it was sent, and in the ledger."""
    assert box.reports("ledger", "verify")["ok"]
    assert "LEFÈVRE" in str(box.reports("patients", "search", "lefevre zoe"))
    assert str(box.reports("beds", "census")).count("LEFÈVRE") == count
