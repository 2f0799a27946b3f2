"""Who you are and what you may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Permission, PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

ABILITIES = ("interview", "coordinate", "hire", "edit_roles")

# So many wrong passwords in so much time, then nobody may try again from there.
FAILURES_REMEMBERED = timedelta(minutes=5)
MOST_FAILURES = 5  # for one account
MOST_FAILURES_FROM_AN_ADDRESS = 50


class UserQuerySet(models.QuerySet["User"]):
    def with_abilities(self) -> UserQuerySet:
        """Load what each person's groups and own permissions allow, in the same query."""
        held = Permission.objects.filter(
            Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk")), content_type__app_label="accounts"
        )
        return self.annotate(
            **{f"has_{ability}": Exists(held.filter(codename=ability)) for ability in ABILITIES}
        )

    def able_to(self, ability: str) -> UserQuerySet:
        """Active people with an ability, as groups and own permissions or being administrator give it."""
        allowed = Q(**{f"has_{ability}": True}) | Q(is_superuser=True)
        return self.with_abilities().filter(allowed, is_active=True)


class UserManager(BaseUserManager["User"]):
    """Addresses are kept in lower case, so that one person cannot have two accounts by spelling."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by email. Deactivated when they leave, never deleted."""

    email = models.EmailField("email address", unique=True)
    display_name = models.CharField(max_length=100)
    is_active = models.BooleanField(
        "active", default=True, help_text="Deactivate people instead of deleting them: their records stay."
    )
    is_staff = models.BooleanField("may open the admin", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        ordering = ["display_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message="Somebody has this email address already.",
            ),
        ]
        # What a group allows; administrators give these to groups and people in the admin.
        permissions = [
            ("interview", "May interview"),
            ("coordinate", "May coordinate candidates and interviews"),
            ("hire", "May open searches and decide in them"),
            ("edit_roles", "May edit roles, skills and job descriptions"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def outbox_id(self) -> str:
        """Who has entered what a browser keeps until it is saved; says nothing to others."""
        return salted_hmac("accounts.outbox", str(self.pk), algorithm="sha256").hexdigest()[:32]

    @cached_property
    def abilities(self) -> frozenset[str]:
        """What this person may do; no query where ``with_abilities`` has loaded it, else one."""
        if not self.is_active:
            return frozenset()
        if self.is_superuser:
            return frozenset(ABILITIES)
        loaded = self if hasattr(self, "has_interview") else User.objects.with_abilities().get(pk=self.pk)
        return frozenset(ability for ability in ABILITIES if getattr(loaded, f"has_{ability}"))

    @property
    def may_administer(self) -> bool:
        return self.is_active and self.is_superuser

    @property
    def may_interview(self) -> bool:
        return "interview" in self.abilities

    @property
    def may_coordinate(self) -> bool:
        return "coordinate" in self.abilities

    @property
    def may_hire(self) -> bool:
        return "hire" in self.abilities

    @property
    def may_edit_roles(self) -> bool:
        return "edit_roles" in self.abilities


class SignInAttemptQuerySet(models.QuerySet["SignInAttempt"]):
    def begin(self, *, email: str, address: str) -> SignInAttempt | None:
        """Note an attempt before its password is looked at; None if there were too many.

        It is written before it is counted: of attempts that come at once, no more get through.
        """
        self.filter(made_at__lt=timezone.now() - FAILURES_REMEMBERED).delete()
        key = f"{address} {email.strip().lower()}"
        attempt = self.create(address=_digest(address), account=_digest(key))
        from_there = self.filter(address=attempt.address)
        same = from_there.filter(account=attempt.account)
        if same.count() <= MOST_FAILURES and from_there.count() <= MOST_FAILURES_FROM_AN_ADDRESS:
            return attempt
        attempt.delete()
        return None


class SignInAttempt(models.Model):
    """An attempt to sign in that has not succeeded. Forgotten after minutes, and never in clear text.

    Attempts count by address, so that a stranger cannot lock somebody out who is elsewhere.
    """

    address = models.CharField(max_length=64, db_index=True)
    account = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SignInAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Sign-in attempt {self.pk}"

    def forgive(self) -> None:
        """The person knew the password in the end."""
        SignInAttempt.objects.filter(address=self.address, account=self.account).delete()


def _digest(text: str) -> str:
    return salted_hmac("accounts.SignInAttempt", text, algorithm="sha256").hexdigest()
