"""Whatever a sender writes: it ends applied or in quarantine with a reason, never in a fault of this box."""

import contextlib
import copy
import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permanence.exchange.feeds.models import Message
from permanence.exchange.feeds.rules.refusals import Refusal
from permanence.exchange.fhir.operations import FORMAT
from permanence.exchange.fhir.rules.resources import parse
from permanence.exchange.fhir.tests.made_up import bundle, context, everything, patient
from permanence.exchange.fhir.tests.reception import fates, receive

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FAIR = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def paths_of(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from paths_of(inner, (*path, name))


@st.composite
def spoiled(draw):
    """A resource of the made-up ward with something of a wrong type, or something missing, in a few places."""
    body = copy.deepcopy(draw(st.sampled_from(everything())))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([path for path in paths_of(body) if path]))
        at = body
        for name in path[:-1]:
            at = at[name]
        at[path[-1]] = draw(ANYTHING)
    return body


def sent(body):
    return json.dumps(body).encode()


def every_answer(message, told):
    """Ask everything a message may be asked, as applying does."""
    patients = tuple(told.source for _ in FORMAT.identities(message, told)) or (told.source,)
    FORMAT.stands_alone(message)
    FORMAT.links(message, told)
    FORMAT.patient_meant(message, told)
    FORMAT.movements(message, told, patients)
    FORMAT.visit(message, told)
    FORMAT.charts(message, told, told.source, told.source)
    FORMAT.appointments(message, told, told.source)


@given(spoiled(), st.booleans())
@FAIR
def test_a_wrong_type_anywhere_breaks_nothing(body, in_entry):
    whole = (
        bundle(body)["entry"][0] if in_entry and isinstance(body.get("resourceType"), str) and "id" in body else body
    )
    raw = sent(whole)
    with contextlib.suppress(Refusal):
        every_answer(parse(raw, ""), context())
    laid = FORMAT.lay_open(raw, "")
    assert json.loads(laid.text) == json.loads(raw)


@pytest.mark.django_db
@given(st.lists(spoiled(), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_received_is_kept_and_never_a_fault(bodies):
    told = [sent(one) for one in bodies]
    receipts = receive(patient(), *told)
    assert "fault" not in fates(receipts)
    kept = {bytes(raw) for raw in Message.objects.values_list("raw", flat=True)}
    assert kept >= set(told)


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [
    b'{"resourceType":"Observation","x":' + b"[" * 900 + b"]" * 900 + b"}",
    b"[" * 5000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b'{"resourceType":"Observation","valueQuantity":{"value":1' + b"0" * 6000 + b"}}",
    b'{"resourceType":"Observation","valueQuantity":{"value":1e-999999999999999}}',
    b'{"resourceType":"Patient","id":"1","id":"2","name":[{"family":"X"}]}',
    b'{"resourceType":"Patient","id":"\\u0000","name":[{"family":"X\\u0000Y"}],"identifier":[{"value":"7"}]}',
    b'{"resourceType":"Patient","id":"\\ud800"}',
    b'{"resourceType":"Patient","id":"' + b"9" * 100_000 + b'"}',
    b'{"resourceType":"Patient","meta":{"lastUpdated":"9999-12-31T23:59:59-14:00"},"identifier":[{"value":"7"}]}',
    b'{"resourceType":"Bundle"}', b'{"resourceType":"../etc"}', b'{"resourceType":["Patient"]}',
    b'{"fullUrl":"urn:uuid:x","resource":{"fullUrl":"y"}}', b"\xff\xfe{", b"\x00", b"null", b"NaN",
    '{"resourceType":"Patient","identifier":[{"value":"7"}],"name":[{"family":"NO\xcbL"}]}'.encode("latin-1"),
])  # fmt: skip
def test_hostile_bytes_end_with_a_reason_or_applied(raw):
    (fate,) = fates(receive(raw))
    assert fate != "fault"
    laid = FORMAT.lay_open(raw, "")
    assert laid.text or not raw.strip(b"\0")


def test_a_server_s_address_makes_a_code_that_can_be_typed():
    raw = b'{"fullUrl":"https://a\x00\x07.example/fhir/Patient/1","resource":{}}'
    assert FORMAT.sender_of(raw) == "https://a.example/fhir"
    assert FORMAT.sender_of(b'{"resource":{}}') == ""


def test_a_file_of_resources_is_recognised_by_its_beginning():
    assert FORMAT.recognises(b'\xef\xbb\xbf {"resourceType": "Bundle"')
    assert FORMAT.recognises(gzip.compress(b'{"resourceType": "Patient"}' * 9_000)[:4_000])
    assert not FORMAT.recognises(gzip.compress(b"MSH|^~\\&|"))
    assert not FORMAT.recognises(b"\x1f\x8b no gzip")
    assert not FORMAT.recognises(b"MSH|^~\\&|")
    assert not FORMAT.recognises(b'{"name": "x"}')
