"""People who may sign in, the roles they were granted, their badges, and every attempt to sign in."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from permanence.foundation import clock, node
from permanence.foundation.accounts.rules import Way
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
    # Sign-ins are rows of their own.
    last_login = None

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


class PasswordChange(Record):
    """A password set by the person, or by somebody else for them; the password itself is with the user, hashed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="password_changes")
    set_by = models.CharField(max_length=80)
    set_by_oneself = models.BooleanField()


class AccountClosure(Record):
    """An account closed: no way in is left."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="closures")
    reason = models.CharField(max_length=200)
    closed_by = models.CharField(max_length=80)


class AccountReopening(Record):
    """A closed account opened again."""

    closure = models.OneToOneField(AccountClosure, on_delete=models.PROTECT, related_name="reopening")
    reopened_by = models.CharField(max_length=80)


class Badge(Record):
    """A card with one-time codes; only their digests are kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="badges")
    salt = models.BinaryField()
    expires_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)


class BadgeCode(Record):
    """One code of a badge, by its place on the card."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="codes")
    number = models.PositiveSmallIntegerField()
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["badge", "number"], name="accounts_one_code_per_number")]


class BadgeCodeUse(Record):
    """A code used; the one-to-one column is what makes a code work once, even for two requests at the same instant."""

    code = models.OneToOneField(BadgeCode, on_delete=models.PROTECT, related_name="use")


class BadgeRevocation(Record):
    """A badge made worthless, because it was lost or replaced."""

    badge = models.OneToOneField(Badge, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=200)
    revoked_by = models.CharField(max_length=80)


class SignInAttempt(Record):
    """Somebody tried to sign in; written before the secret is checked, so that parallel guesses are all counted.

    The name is kept as a keyed digest: people type their password in the wrong box.
    """

    name_digest = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])

    class Meta:
        indexes = [models.Index(fields=["name_digest", "way", "occurred_at"], name="accounts_attempts_of_a_name")]


class SignIn(Record):
    """The attempt succeeded; an attempt without one is a failure."""

    attempt = models.OneToOneField(SignInAttempt, on_delete=models.PROTECT, related_name="sign_in")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")


class Unlocking(Record):
    """A lock-out ended before its time, by somebody who knows the person."""

    name_digest = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="unlockings")
    unlocked_by = models.CharField(max_length=80)
