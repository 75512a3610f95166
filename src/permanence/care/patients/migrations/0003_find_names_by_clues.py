"""Names are found by clues, which are fewer and smaller than the sounds each name carried."""

from collections.abc import Iterable
from itertools import islice

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery

from permanence.care.patients.rules import Half, clues_to

AT_ONCE = 5_000


def without_row_numbers(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On SQLite, make the table the index itself: half the size."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE patients_nameclue")
        schema_editor.execute(
            "CREATE TABLE patients_nameclue (clue integer NOT NULL, name text NOT NULL,"
            " PRIMARY KEY (clue, name)) WITHOUT ROWID"
        )


def fill(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the names known so far their file's birth date, and their clues."""
    names = apps.get_model("patients", "PatientName").objects.order_by()
    files = apps.get_model("patients", "Patient").objects.filter(id=OuterRef("patient_id"))
    names.update(birth_date=Subquery(files.values("birth_date")[:1]))
    clue = apps.get_model("patients", "NameClue")
    for half, column in ((Half.FAMILY, "family"), (Half.GIVEN, "given")):
        spelled: Iterable[str] = names.values_list(column, flat=True).distinct().iterator()
        rows = (clue(clue=row[0], name=row[1]) for name in spelled for row in clues_to(half, name))
        while batch := list(islice(rows, AT_ONCE)):
            clue.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("patients", "0002_contact_list")]

    operations = [
        migrations.CreateModel(
            name="NameClue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "clue", "name", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("clue", models.IntegerField()),
                ("name", models.TextField()),
            ],
        ),
        migrations.RunPython(without_row_numbers, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="patientname", name="patients_by_family_sound"),
        migrations.RemoveIndex(model_name="patientname", name="patients_by_given_sound"),
        migrations.RemoveIndex(model_name="patientname", name="patients_by_last_of_family"),
        migrations.RemoveField(model_name="patientname", name="family_sound"),
        migrations.RemoveField(model_name="patientname", name="given_sound"),
        migrations.RemoveField(model_name="patientname", name="last_key"),
        migrations.AddField(model_name="patientname", name="birth_date", field=models.DateField(null=True)),
        migrations.AlterField(model_name="patient", name="birth_date", field=models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="patientname",
            index=models.Index(fields=["given_key", "family_key"], name="patients_by_given_name"),
        ),
        migrations.AddIndex(
            model_name="patientname",
            index=models.Index(fields=["birth_date", "family_key"], name="patients_by_day_and_name"),
        ),
    ]
