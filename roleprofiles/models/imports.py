"""Documents on their way in: what was uploaded together, and how far each one has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.links import link_to
from accounts.models import User
from roleprofiles.choices import DONE_STATES, GONE_STATES, DocumentFormat, DocumentState
from roleprofiles.models.roles import Revision


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> ImportBatchQuerySet:
        """An import is its uploader's business; role editors see their own only."""
        return self.filter(uploaded_by=user) if user.may_edit_roles else self.none()

    def unfinished(self) -> ImportBatchQuerySet:
        """With a document that is neither imported nor left out."""
        left = ImportDocument.objects.unfinished().filter(batch=models.OuterRef("pk"))
        return self.filter(models.Exists(left))

    def with_progress(self) -> ImportBatchQuerySet:
        """With ``first_name``, ``documents_count`` and ``unfinished_count``, for a list."""
        first = ImportDocument.objects.filter(batch=models.OuterRef("pk")).values("name")[:1]
        left = ~models.Q(documents__state__in=DONE_STATES)
        return self.annotate(
            first_name=models.Subquery(first),
            documents_count=models.Count("documents"),
            unfinished_count=models.Count("documents", filter=left),
        )


class ImportBatch(models.Model):
    """Documents that somebody uploaded together; it can be left and returned to."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:import_detail", self.pk)


class ImportDocumentQuerySet(models.QuerySet["ImportDocument"]):
    def visible_to(self, user: User) -> ImportDocumentQuerySet:
        return self.filter(batch__uploaded_by=user) if user.may_edit_roles else self.none()

    def waiting(self) -> ImportDocumentQuerySet:
        return self.filter(state=DocumentState.WAITING)

    def ready(self) -> ImportDocumentQuerySet:
        return self.filter(state=DocumentState.READY)

    def problems(self) -> ImportDocumentQuerySet:
        return self.filter(state=DocumentState.PROBLEM)

    def unfinished(self) -> ImportDocumentQuerySet:
        return self.exclude(state__in=DONE_STATES)

    def with_plan(self) -> ImportDocumentQuerySet:
        """Those that can be read: neither imported nor left out, and of a known kind."""
        return self.exclude(state__in=GONE_STATES).exclude(format="")

    def counts(self) -> dict[DocumentState, int]:
        """How many there are in each state, those without any left out; one query."""
        found = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return {state: found[state] for state in DocumentState if state in found}

    def leave_out(self) -> int:
        """Of those that are not imported; their bytes are dropped."""
        return self.unfinished().update(state=DocumentState.SKIPPED, data=b"", message="")


class ImportDocument(models.Model):
    """One role document of an import. Its bytes are dropped once it is imported or left out."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=300)  # of the file, for people
    format = models.CharField(max_length=20, choices=DocumentFormat)
    data = models.BinaryField(default=b"")
    state = models.CharField(
        max_length=20, choices=DocumentState, default=DocumentState.WAITING, db_index=True
    )
    title = models.CharField(max_length=200, blank=True)  # of the role, once it has been read
    message = models.TextField(blank=True)  # what the plan says, in a line
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # what importing it has made
    position = models.PositiveIntegerField(default=0)

    objects = ImportDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:import_document_detail", self.batch_id, self.pk)

    @property
    def is_done(self) -> bool:
        return self.state in DONE_STATES

    @property
    def has_plan(self) -> bool:
        """Whether it is one of ``with_plan``."""
        return self.state not in GONE_STATES and bool(self.format)
