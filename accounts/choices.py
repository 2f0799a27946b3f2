"""What is chosen from."""

from __future__ import annotations

from django.db import models


class Verb(models.TextChoices):
    """What was done, as an event says it. The row of the event says what it was done to.

    The words are part of what is hashed: a verb is added, never renamed.
    """

    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OPENED = "opened", "Opened"
    CLOSED = "closed", "Closed"
    VIEWED = "viewed", "Viewed"
    EXPORTED = "exported", "Exported"
    SUBMITTED = "submitted", "Submitted"
    AMENDED = "amended", "Amended"
    RECUSED = "recused", "Recused"
    REOPENED = "reopened", "Reopened"
    DECIDED = "decided", "Decided"
    CHANGED = "changed", "Changed"
    READIED = "readied", "Marked ready"
    ARRANGED = "arranged", "Arranged"
    CANCELLED = "cancelled", "Cancelled"
    UPLOADED = "uploaded", "Uploaded"
    REMOVED = "removed", "Removed"
    DISMISSED = "dismissed", "Reminders dismissed"
