"""A loan is a row; its end is another row."""

from django.db import models

from permanence.foundation.records import Record


class KeyLoan(Record):
    """A key handed to somebody."""

    key = models.CharField(max_length=40)
    holder = models.CharField(max_length=120)
    lent_by = models.CharField(max_length=80)


class KeyReturn(Record):
    """The same key back on its hook."""

    loan = models.OneToOneField(KeyLoan, on_delete=models.PROTECT, related_name="return_row")
    taken_by = models.CharField(max_length=80)
