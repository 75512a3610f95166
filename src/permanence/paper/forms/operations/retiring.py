"""Forms that are no longer printed, and printed again."""

from datetime import datetime

from django.db import transaction

from permanence.foundation.actors import Actor
from permanence.foundation.ledger import operations as ledger
from permanence.paper.forms.models import Form, FormRetirement, FormReturn


class FormUnknown(LookupError):
    """No form has this code here."""


class FormAlreadyRetired(ValueError):
    """The form is retired already."""


class FormNotRetired(ValueError):
    """The form is printed: there is nothing to take back."""


@transaction.atomic
def retire_form(*, code: str, reason: str, by: Actor, occurred_at: datetime) -> None:
    """Print a form no more; sheets of it that are out are still read.

    Refuses a form not held (`FormUnknown`) or retired before (`FormAlreadyRetired`). The ledger gets `forms.retired`.
    """
    form = _held(code)
    if form.retirements.filter(returned__isnull=True).exists():
        raise FormAlreadyRetired(code)
    FormRetirement.objects.create(form=form, reason=reason[:200], by=str(by), occurred_at=occurred_at)
    facts = {"form": code, "reason": reason[:200]}
    ledger.record(kind="forms.retired", subject=form.pk, by=by, occurred_at=occurred_at, facts=facts)


@transaction.atomic
def return_form(*, code: str, by: Actor, occurred_at: datetime) -> None:
    """Print a retired form again.

    Refuses a form not held (`FormUnknown`) or not retired (`FormNotRetired`). The ledger gets `forms.returned`.
    """
    form = _held(code)
    retirement = form.retirements.filter(returned__isnull=True).first()
    if retirement is None:
        raise FormNotRetired(code)
    FormReturn.objects.create(retirement=retirement, by=str(by), occurred_at=occurred_at)
    ledger.record(kind="forms.returned", subject=form.pk, by=by, occurred_at=occurred_at, facts={"form": code})


def _held(code: str) -> Form:
    form = Form.objects.filter(code=code).first()
    if form is None:
        raise FormUnknown(code)
    return form
