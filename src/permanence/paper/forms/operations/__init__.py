"""The verbs of forms."""

from permanence.paper.forms.operations.importing import (
    EditionsClash,
    FormNotPrintable,
    Source,
    Taken,
    import_forms,
    renew_forms,
)
from permanence.paper.forms.operations.printing import (
    FormRetired,
    PatientUnknown,
    PrintedForms,
    SheetsNotPrinted,
    print_forms,
)
from permanence.paper.forms.operations.retiring import (
    FormAlreadyRetired,
    FormNotRetired,
    FormUnknown,
    retire_form,
    return_form,
)

__all__ = [
    "EditionsClash",
    "FormAlreadyRetired",
    "FormNotPrintable",
    "FormNotRetired",
    "FormRetired",
    "FormUnknown",
    "PatientUnknown",
    "PrintedForms",
    "SheetsNotPrinted",
    "Source",
    "Taken",
    "import_forms",
    "print_forms",
    "renew_forms",
    "retire_form",
    "return_form",
]
