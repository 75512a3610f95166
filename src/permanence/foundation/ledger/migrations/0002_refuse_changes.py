"""Triggers that refuse to change or remove an entry, on SQLite and on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    """CREATE TRIGGER ledger_refuses_{verb} BEFORE {verb} ON ledger_ledgerentry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$""",
    """CREATE TRIGGER ledger_refuses_{verb} BEFORE {verb} ON ledger_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
]


def guard(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers."""
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    verbs = ["UPDATE", "DELETE", *(["TRUNCATE"] if statements is POSTGRESQL else [])]
    for verb in verbs:
        for statement in statements:
            schema_editor.execute(statement.format(verb=verb))


def unguard(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the triggers."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ["UPDATE", "DELETE", *(["TRUNCATE"] if postgresql else [])]:
        schema_editor.execute(f"DROP TRIGGER ledger_refuses_{verb}" + (" ON ledger_ledgerentry" if postgresql else ""))


class Migration(migrations.Migration):
    """The ledger is append-only from the first day."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
