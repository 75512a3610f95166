import orjson

from permanence.paper.forms.rules import Field, FieldKind, Hand, Layout, layout_from_json


def test_a_layout_survives_being_kept():
    fields = (
        Field("1.1", FieldKind.TICK, 1, (20.0, 50.5, 4.5, 4.5), option="LA33-6"),
        Field("2", FieldKind.COMB, 2, (20.0, 60.0, 6.0, 7.0), cell=0, row=1, hand=Hand.FIGURES),
        Field("3", FieldKind.TEXT, 2, (20.0, 70.0, 150.0, 20.0)),
    )
    layout = Layout("admission", 4711, 2, (210.0, 297.0), fields)
    assert layout_from_json(orjson.loads(orjson.dumps(layout.as_json()))) == layout
    assert layout.of_page(2) == fields[1:]
