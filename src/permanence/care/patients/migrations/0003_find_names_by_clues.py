"""Names are found by clues, which are fewer and smaller than the sounds each name carried."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery


def fill(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the names known so far their file's birth date; their clues come with the next migration."""
    names = apps.get_model("patients", "PatientName").objects.order_by()
    files = apps.get_model("patients", "Patient").objects.filter(id=OuterRef("patient_id"))
    names.update(birth_date=Subquery(files.values("birth_date")[:1]))


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
