"""Adverts for a level: what is edited, and the unchanging copies that were published."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.links import link_to
from accounts.models import User
from roleprofiles.adverts import Advert
from roleprofiles.adverts.shapes import from_json
from roleprofiles.choices import (
    LISTED_PARTS,
    STANDARD_PARTS,
    AdvertPart,
    AdvertState,
    Employment,
    PayUnit,
    Workplace,
    language_name,
)
from roleprofiles.lines import is_searchable
from roleprofiles.models.levels import Level
from roleprofiles.models.roles import Revision, Role
from roleprofiles.models.texts import StandardText

NAME_LIMIT = 200  # characters of a title, a heading, a place


class JobDescriptionQuerySet(models.QuerySet["JobDescription"]):
    def visible_to(self, user: User) -> Self:
        """Role editors and hiring managers write them; others read what is published at its public page."""
        return self if user.may_edit_roles or user.may_hire else self.none()

    def with_level(self) -> Self:
        level = "level__revision"
        jobs = self.select_related(f"{level}__role__current", "created_by")
        return jobs.defer(f"{level}__source", f"{level}__role__current__source")

    def with_text(self) -> Self:
        """Load all that an advert says, in a fixed number of queries."""
        sections = JobSection.objects.select_related("standard_text").prefetch_related(
            "lines", "standard_text__versions"
        )
        return self.with_level().prefetch_related("places", Prefetch("sections", queryset=sections))

    def with_publication(self) -> Self:
        """Load the copies that were published, the newest first."""
        return self.prefetch_related("publications")

    def online(self) -> Self:
        """What everybody may read at /jobs/ now."""
        return self.filter(publications__in=Publication.objects.online())

    def in_state(self, state: AdvertState) -> Self:
        published = Publication.objects.filter(withdrawn_at__isnull=True)
        match state:
            case AdvertState.DRAFT:
                return self.filter(publications__isnull=True)
            case AdvertState.ONLINE:
                return self.online()
            case AdvertState.OFFLINE:
                standing = self.filter(publications__in=published)
                return standing.exclude(publications__in=Publication.objects.online())
            case AdvertState.WITHDRAWN:
                return self.filter(
                    Exists(Publication.objects.filter(job_description=OuterRef("pk"))),
                    ~Exists(published.filter(job_description=OuterRef("pk"))),
                )

    def search(self, words: str) -> Self:
        """Every word in the title, the label or the name of the role."""
        if not is_searchable(words):
            return self.none()
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word)
                | Q(label__icontains=word)
                | Q(level__revision__title__icontains=word)
                | Q(level__name__icontains=word)
            )
        return found


class JobDescription(models.Model):
    """An advert for one level, for one place or in one language. There may be several for a level."""

    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="job_descriptions")
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(
        max_length=NAME_LIMIT, help_text="The name of the job only: no pay, place or number."
    )
    label = models.CharField(
        "for",
        max_length=NAME_LIMIT,
        blank=True,
        help_text="Which advert of this level it is: a team, a country. Not published.",
    )
    language = models.CharField(max_length=10, default="en")
    organisation = models.CharField("employer", max_length=NAME_LIMIT, blank=True)
    employment = models.CharField(max_length=20, choices=Employment, default=Employment.FULL_TIME)
    workplace = models.CharField(max_length=10, choices=Workplace, default=Workplace.ON_SITE)
    pay_min = models.DecimalField("pay from", max_digits=12, decimal_places=2, null=True, blank=True)
    pay_max = models.DecimalField("pay to", max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    pay_unit = models.CharField(max_length=10, choices=PayUnit, default=PayUnit.YEAR)
    other_pay = models.TextField(
        blank=True, help_text="Bonus, commission, equity; “none” where there is none."
    )
    collective_agreement = models.CharField(max_length=NAME_LIMIT, blank=True)
    apply_by = models.DateField(null=True, blank=True, help_text="Open until then; empty for no end.")
    apply_to = models.CharField(
        "apply at", max_length=NAME_LIMIT, blank=True, help_text="A web address or an email address."
    )
    accommodation_contact = models.CharField(
        max_length=NAME_LIMIT, blank=True, help_text="Who arranges what somebody needs to apply."
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    dismissed_hints = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = JobDescriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pay_min__isnull=True) | Q(pay_max__isnull=True) | Q(pay_max__gte=F("pay_min")),
                name="job_description_pay_in_order",
                violation_error_message="The upper end of the pay must not be below the lower one.",
            ),
            models.CheckConstraint(
                condition=(Q(pay_min__isnull=True) | Q(pay_min__gte=0))
                & (Q(pay_max__isnull=True) | Q(pay_max__gte=0)),
                name="job_description_pay_not_negative",
                violation_error_message="Pay is not negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.label})" if self.label else self.title

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:job_description_edit", self.pk)

    def get_public_url(self) -> str:
        return link_to("roleprofiles:job_detail", self.slug)

    @property
    def role(self) -> Role:
        return self.level.revision.role

    @property
    def newer_revision(self) -> Revision | None:
        """The role's current revision, where the advert rests on an older one."""
        current = self.role.current
        return current if current and current.pk != self.level.revision_id else None

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def publication(self) -> Publication | None:
        """The newest copy, withdrawn or not; no query where ``with_publication`` has loaded it."""
        return next(iter(self.publications.all()), None)

    @property
    def state(self) -> AdvertState:
        """See also JobDescriptionQuerySet.in_state."""
        if self.publication is None:
            return AdvertState.DRAFT
        if self.publication.withdrawn_at:
            return AdvertState.WITHDRAWN
        return AdvertState.ONLINE if self.publication.is_online else AdvertState.OFFLINE


class JobPlace(models.Model):
    """Where the work is done or, for remote work, where people may live."""

    job_description = models.ForeignKey(JobDescription, on_delete=models.CASCADE, related_name="places")
    country = models.CharField(max_length=2, help_text="ISO 3166 code: DE, US.")
    region = models.CharField("region or state", max_length=NAME_LIMIT, blank=True)
    city = models.CharField(max_length=NAME_LIMIT, blank=True)
    is_remote = models.BooleanField("for remote work", default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.city, self.region, self.country]))


class JobSection(models.Model):
    """A heading with a text or with lines; or a text of the organisation, as it is when published.

    ``drafted`` is the text that the role gave, where it gave one.
    """

    job_description = models.ForeignKey(JobDescription, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=20, choices=AdvertPart)
    heading = models.CharField(max_length=NAME_LIMIT)
    drafted = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True)
    standard_text = models.ForeignKey(
        StandardText, on_delete=models.PROTECT, null=True, blank=True, related_name="sections"
    )
    is_left_out = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_list(self) -> bool:
        return self.kind in LISTED_PARTS

    @property
    def is_added(self) -> bool:
        return self.kind == AdvertPart.OWN

    @property
    def is_standard(self) -> bool:
        """Whether the organisation keeps a text of this kind."""
        return self.kind in STANDARD_PARTS

    @property
    def is_reworded(self) -> bool:
        return bool(self.drafted) and self.text != self.drafted

    @property
    def source(self) -> str:
        """The fragment of the role's page that says this."""
        return "overview" if self.drafted else ""

    @property
    def said(self) -> str:
        """The text, or the organisation's as it is now."""
        return self.standard_text.current_text if self.standard_text else self.text


class JobLine(models.Model):
    """A line of a section. ``drafted`` is what the role says; nothing where somebody added the line."""

    section = models.ForeignKey(JobSection, on_delete=models.CASCADE, related_name="lines")
    requirement_key = models.UUIDField(null=True, editable=False)
    place = models.CharField(max_length=100, blank=True, editable=False)  # fragment of the role's page
    drafted = models.TextField(blank=True, editable=False)
    text = models.TextField()
    is_left_out = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_added(self) -> bool:
        return not self.drafted

    @property
    def is_reworded(self) -> bool:
        return bool(self.drafted) and self.text != self.drafted

    @property
    def source(self) -> str:
        """The fragment of the role's page that says this."""
        return f"requirement-{self.requirement_key}" if self.requirement_key else self.place


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self) -> Self:
        """Those that are or were at /jobs/."""
        return self.filter(is_public=True)

    def with_people(self) -> Self:
        """Load what each rests on, and who published and withdrew it."""
        return self.select_related("revision", "published_by", "withdrawn_by").defer("revision__source")

    def online(self) -> Self:
        today = timezone.localdate()
        open_still = Q(apply_by__isnull=True) | Q(apply_by__gte=today)
        return self.filter(open_still, withdrawn_at__isnull=True, is_public=True)


class Publication(models.Model):
    """The unchanging copy of an advert as it was published; all that changes is that it is withdrawn."""

    job_description = models.ForeignKey(JobDescription, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    advert = models.JSONField(encoder=DjangoJSONEncoder)  # see roleprofiles.adverts.shapes
    json_ld = models.JSONField(encoder=DjangoJSONEncoder)
    apply_by = models.DateField(null=True)
    is_public = models.BooleanField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["job_description", "number"], name="publication_numbers_once_a_job_description"
            ),
            models.UniqueConstraint(
                fields=["job_description"],
                condition=Q(withdrawn_at__isnull=True),
                name="publication_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:publication_detail", self.job_description_id, self.number)

    @property
    def is_online(self) -> bool:
        """See also PublicationQuerySet.online."""
        return self.withdrawn_at is None and self.is_public and not self.is_over

    @property
    def is_over(self) -> bool:
        """Nobody can apply any more."""
        return self.apply_by is not None and self.apply_by < timezone.localdate()

    @property
    def said(self) -> Advert:
        return from_json(self.advert)
