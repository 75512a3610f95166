"""People who may sign in, and the roles they were granted."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from permanence.foundation import clock, node
from permanence.foundation.actors import Role
from permanence.foundation.ids import new_id
from permanence.foundation.records import Record


class User(AbstractBaseUser):
    """A person who may sign in; the username never changes, because the ledger names people by it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=8, default=node.origin, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    username = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=120)

    USERNAME_FIELD = "username"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles granted and not withdrawn; read once per request, so a withdrawal acts at once."""
        grants = RoleGrant.objects.filter(user=self, withdrawal__isnull=True)
        return frozenset(Role(role) for role in grants.values_list("role", flat=True))


class RoleGrant(Record):
    """A role given to a person."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    granted_by = models.CharField(max_length=80)


class RoleWithdrawal(Record):
    """A role taken back."""

    grant = models.OneToOneField(RoleGrant, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_by = models.CharField(max_length=80)
