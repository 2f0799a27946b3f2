"""A role, its revisions, and the lines of a role document that belong to no level."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Prefetch, Q
from django.utils.text import slugify

from accounts.links import link_to
from accounts.models import User
from roleprofiles.choices import RevisionState, SectionKind
from roleprofiles.lines import is_searchable
from roleprofiles.models.parts import RevisionPart, RevisionPartQuerySet

RESERVED_SLUGS = {"import", "new"}  # the addresses beside /roles/<slug>/
TITLE_LIMIT = 200  # characters


def title_key(title: str) -> str:
    """What two spellings of one role's title have in common: case and spaces do not count."""
    # Putting case aside can make a title longer than its column: "ß" becomes "ss".
    return " ".join(title.split()).casefold()[:TITLE_LIMIT]


class RoleQuerySet(models.QuerySet["Role"]):
    def visible_to(self, user: User) -> RoleQuerySet:
        """Published roles are there for everybody who signs in, others for role editors."""
        return self if user.may_edit_roles else self.filter(current__isnull=False)

    def with_current(self) -> RoleQuerySet:
        """With what the current revision says of itself, but not the bytes it was imported from."""
        return self.select_related("current").defer("current__source")

    def for_a_list(self) -> RoleQuerySet:
        """With what a line of a list says, and no more."""
        return self.select_related("current").only(
            "slug", "current__title", "current__icon", "current__number"
        )

    def with_drafts(self) -> RoleQuerySet:
        """With ``drafts``: the one that is open, or none."""
        drafts = Revision.objects.drafts().defer("source")
        return self.prefetch_related(Prefetch("revisions", queryset=drafts, to_attr="drafts"))

    def titled(self, title: str) -> RoleQuerySet:
        """The role that goes by this title now: in its current revision, or in its draft."""
        newest = Q(revisions=F("current")) | Q(revisions__state=RevisionState.DRAFT)
        return self.filter(newest, revisions__title_key=title_key(title)).distinct()

    def search(self, words: str) -> RoleQuerySet:
        """Roles whose title, responsibility, or skills have the words; of others, the draft's title."""
        if not (words := words.strip()):
            return self
        if not is_searchable(words):
            return self.none()
        drafts = Revision.objects.drafts().filter(title__icontains=words)
        # Each in a query of its own: joined, every overview line would meet every requirement.
        overviews = Revision.objects.filter(overview_lines__text__icontains=words)
        requirements = Revision.objects.filter(levels__skill_lists__requirements__name__icontains=words)
        return self.filter(
            Q(current__title__icontains=words)
            | Q(current__in=overviews.values("pk"))
            | Q(current__in=requirements.values("pk"))
            | Q(current__isnull=True, pk__in=drafts.values("role"))
        )

    def free_slug(self, title: str) -> str:
        """The slug for a new role: ``c``, then ``c-2`` for C++ and ``c-3`` for C#."""
        base = slugify(title)[:80] or "role"
        taken = {*self.filter(slug__startswith=base).values_list("slug", flat=True), *RESERVED_SLUGS}
        if base not in taken:
            return base
        return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)


class Role(models.Model):
    """A lasting identity only; what a document says lives in its revisions."""

    slug = models.SlugField(max_length=100, unique=True)
    current = models.OneToOneField(
        "Revision", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="current_of"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.current.title if self.current else self.slug

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:role_detail", self.slug)

    @property
    def draft(self) -> Revision | None:
        """The one that is open, where ``with_drafts`` has loaded it."""
        return next(iter(getattr(self, "drafts", ())), None)

    def next_number(self) -> int:
        return (self.revisions.aggregate(newest=Max("number"))["newest"] or 0) + 1


class RevisionQuerySet(RevisionPartQuerySet["Revision"]):
    def visible_to(self, user: User) -> Self:
        return self if user.may_edit_roles else self.published()

    def drafts(self) -> Self:
        return self.filter(state=RevisionState.DRAFT)

    def for_a_list(self) -> Self:
        """With what a line of a list says and who made it, and no more."""
        said = ("role", "number", "state", "change_note", "is_mended", "published_at")
        people = ("published_by", "created_by")
        names = (f"{person}__{name}" for person in people for name in ("display_name", "email"))
        return self.select_related(*people).only(*said, *names)

    def with_document(self) -> Self:
        """Load every row that a role document is written from, in a fixed number of queries."""
        return self.select_related("role").prefetch_related(
            "sections",
            "overview_lines",
            "levels__skill_lists__requirements__anchors",
            "levels__question_sets__questions",
            "levels__question_sets__about",
            "growth_paths__steps",
            "notes",
        )


class Revision(RevisionPart):
    """A numbered state of a role. Everything below it is frozen with it."""

    parent_field: ClassVar[str] = ""
    state_lookup: ClassVar[str] = "state"

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=RevisionState, default=RevisionState.DRAFT, editable=False
    )
    title = models.CharField(max_length=TITLE_LIMIT)
    title_key = models.CharField(max_length=TITLE_LIMIT, editable=False, db_index=True)
    icon = models.CharField(max_length=20, blank=True)
    change_note = models.TextField(blank=True, help_text="What this revision changes, and why.")
    source = models.BinaryField(null=True, editable=False)  # the document's bytes as received
    is_mended = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["role", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["role", "number"], name="revision_number_unique_in_role"),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(state=RevisionState.DRAFT),
                name="revision_one_draft_a_role_at_most",
                violation_error_message="This role has an open draft already.",
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.DRAFT, published_at__isnull=True)
                | Q(state=RevisionState.PUBLISHED, published_at__isnull=False),
                name="revision_published_with_a_date_and_only_then",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:revision_detail", self.role.slug, self.number)

    def get_edit_url(self) -> str:
        """The page where the role's draft is edited; a role has one draft at most."""
        return link_to("roleprofiles:draft_detail", self.role.slug)

    def clean(self) -> None:
        self.title = " ".join(self.title.split())
        self.title_key = title_key(self.title)

    @property
    def is_published(self) -> bool:
        return self.state == RevisionState.PUBLISHED

    @property
    def responsibility(self) -> str:
        return self._said_under("responsibility")

    @property
    def progression(self) -> list[str]:
        """The titles of the career progression, in order."""
        return [
            title for part in self._said_under("career progression").split("→") if (title := part.strip())
        ]

    def _said_under(self, label: str) -> str:
        return next((o.text for o in self.overview_lines.all() if o.label.casefold() == label), "")


class Section(RevisionPart):
    """A ``##`` heading of the document whose lines are read, in its place."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=20, choices=SectionKind)
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    objects = RevisionPartQuerySet["Section"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind"], name="section_of_a_kind_once_in_revision"),
        ]

    def __str__(self) -> str:
        return self.title


class OverviewLine(RevisionPart):
    """``- **Responsibility**: Builds …``"""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="overview_lines")
    label = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0, db_index=True)

    objects = RevisionPartQuerySet["OverviewLine"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label or self.text[:60]


def _all_but_one_null(*fields: str) -> Q:
    condition = Q()
    for kept in fields:
        condition |= Q(*(Q(**{f"{field}__isnull": True}) for field in fields if field != kept))
    return condition


class Note(RevisionPart):
    """A line of the document that nothing else holds, kept in its place.

    It stands in the one container that is set (none: in the document itself), after so many of the
    container's elements.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="notes")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, related_name="notes")
    level = models.ForeignKey("Level", on_delete=models.CASCADE, null=True, related_name="notes")
    skill_list = models.ForeignKey("SkillList", on_delete=models.CASCADE, null=True, related_name="notes")
    question_set = models.ForeignKey("QuestionSet", on_delete=models.CASCADE, null=True, related_name="notes")
    growth_path = models.ForeignKey("GrowthPath", on_delete=models.CASCADE, null=True, related_name="notes")
    after = models.PositiveIntegerField(default=0)
    text = models.TextField()
    position = models.PositiveIntegerField(default=0)

    objects = RevisionPartQuerySet["Note"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_all_but_one_null("section", "level", "skill_list", "question_set", "growth_path"),
                name="note_in_one_container_at_most",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
