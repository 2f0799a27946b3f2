"""People who apply. Addresses, titles and logs carry their code only."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from accounts.links import link_to
from accounts.models import User
from interviews.choices import ResumeKind
from interviews.models.openings import Opening

FIRST_NUMBER = 1001


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: User) -> CandidateQuerySet:
        """Coordinators and administrators see all, others those of applications they take part in."""
        if user.may_administer or user.may_coordinate:
            return self
        return self.filter(pk__in=Application.objects.visible_to(user).values("candidate"))

    def search(self, words: str, *, by: User) -> CandidateQuerySet:
        """By name or code ("C-1042" or "1042"); by email too for those who see addresses."""
        if not (words := words.strip()):
            return self
        if "\0" in words:  # PostgreSQL cannot even ask for it
            return self.none()
        hit = Q(name__icontains=words)
        if by.may_coordinate:
            hit |= Q(email__icontains=words)
        number = words.upper().removeprefix("C-")
        if number.isascii() and number.isdigit() and len(number) < 10:
            hit |= Q(number=int(number))
        return self.filter(hit)

    def with_place(self) -> CandidateQuerySet:
        """``place`` is the number, to put what a search finds in order by.

        The number itself has an index, which PostgreSQL would follow from the newest candidate on until it
        has found a page of hits: through all of them, where few have the words.
        """
        return self.annotate(place=F("number") + 0)

    def next_number(self) -> int:
        """The number for a new candidate, inside the transaction that adds them: one at a time."""
        # The row that says there are candidates, since before the first one there is no other to wait for.
        # The newest candidate would not do: who waits for it does not see who came in between.
        kind = ContentType.objects.filter(app_label="interviews", model="candidate")
        kind.select_for_update(no_key=True).first()
        return (self.aggregate(last=Max("number"))["last"] or FIRST_NUMBER - 1) + 1


class Candidate(models.Model):
    """A person who applies. ``number`` is what the code C-1042 is made of."""

    number = models.PositiveIntegerField(unique=True, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return link_to("interviews:candidate_detail", self.pk)

    @property
    def code(self) -> str:
        return f"C-{self.number}"


def may_see_all_applications(user: User) -> bool:
    """See also ApplicationQuerySet.visible_to."""
    return user.may_administer or user.may_coordinate


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> ApplicationQuerySet:
        """Managers of the opening, its interviewers, coordinators, administrators.

        This is about the application's page. For the ratings on it see ``evidence_open_to``.
        """
        return self if may_see_all_applications(user) else self.taken_part_in_by(user)

    def evidence_open_to(self, user: User | int) -> ApplicationQuerySet:
        """The one rule of independence: applications whose submitted ratings a person may read.

        They are open to the opening's managers and the application's interviewers who have no own
        scorecard there that is neither submitted nor recused. Administrators are no exception. A card in
        which nothing was written does not count once its interview is cancelled.
        """
        return self.taken_part_in_by(user)._with_no_card_waiting_for(user)

    def _with_no_card_waiting_for(self, user: User | int) -> ApplicationQuerySet:
        """See ``evidence_open_to``."""
        begun = Q(interviews__scorecards__handover_version__gt=0)
        begun |= Q(interviews__scorecards__ratings__version__gt=0)
        begun |= Q(interviews__scorecards__ratings__evidence_version__gt=0)
        waiting = Application.objects.filter(
            Q(interviews__cancelled_at__isnull=True) | begun,
            interviews__scorecards__interviewer=user,
            interviews__scorecards__submitted_at__isnull=True,
            interviews__scorecards__recused_at__isnull=True,
        )
        return self.exclude(pk__in=waiting.values("pk"))

    def comparable_by(self, user: User) -> ApplicationQuerySet:
        """Those of the openings a person manages where there is evidence, and it is open to them."""
        submitted = Application.objects.filter(
            pk=OuterRef("pk"), interviews__scorecards__submitted_at__isnull=False
        )
        # Who manages an opening takes part in all its applications: see ``evidence_open_to``.
        return self.decided_by(user)._with_no_card_waiting_for(user).filter(Exists(submitted))

    def taken_part_in_by(self, user: User | int) -> ApplicationQuerySet:
        """Those in which a person takes part: manages the opening, or interviews."""
        known = Application.objects.order_by().values("pk")
        managed = known.filter(opening__managers=user)
        met = known.filter(interviews__scorecards__interviewer=user)
        # Two short lists: "or" over both tables would look at every application there is.
        return self.filter(pk__in=managed.union(met))

    def arranged_by(self, user: User) -> ApplicationQuerySet:
        """Those whose interviews this person may arrange."""
        if user.may_administer or user.may_coordinate:
            return self
        return self.filter(opening__managers=user)

    def decided_by(self, user: User) -> ApplicationQuerySet:
        """Those whose opening this person manages: only they may decide."""
        return self.filter(opening__managers=user)

    def with_case(self) -> ApplicationQuerySet:
        level = "opening__level__revision"
        case = self.select_related("candidate", f"{level}__role", "decision__by", "decision__level")
        return case.defer(f"{level}__source")

    def with_progress(self) -> ApplicationQuerySet:
        """How many scorecards are to come in and how many have; never what they say."""
        waited_for = Q(interviews__cancelled_at__isnull=True)
        waited_for |= Q(interviews__scorecards__submitted_at__isnull=False)
        return self.annotate(
            scorecards_count=Count(
                "interviews__scorecards",
                filter=Q(waited_for, interviews__scorecards__recused_at__isnull=True),
                distinct=True,
            ),
            submitted_count=Count(
                "interviews__scorecards",
                filter=Q(interviews__scorecards__submitted_at__isnull=False),
                distinct=True,
            ),
        )


class Application(models.Model):
    """A candidate in one opening."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="applications")
    # The one that stands; ``decisions`` has those that were taken back too.
    decision = models.OneToOneField(
        "Decision", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "opening"],
                name="application_once_a_candidate_in_opening",
                violation_error_message="This candidate is in this opening already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate.code} · {self.opening.title}"

    def get_absolute_url(self) -> str:
        return link_to("interviews:application_detail", self.pk)

    @property
    def is_decided(self) -> bool:
        return self.decision_id is not None


class FirstSight(models.Model):
    """When a person first saw others' ratings of an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="first_sights")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="first_sight_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} saw {self.application_id}"


class ResumeQuerySet(models.QuerySet["Resume"]):
    def visible_to(self, user: User) -> ResumeQuerySet:
        """Those of the applications one holds an interview with, unless one has stepped out, and of those
        whose interviews one may arrange."""
        held = Application.objects.filter(
            interviews__scorecards__interviewer=user, interviews__scorecards__recused_at__isnull=True
        )
        arranged = Application.objects.arranged_by(user)
        return self.filter(Q(application__in=held.values("pk")) | Q(application__in=arranged.values("pk")))

    def without_data(self) -> ResumeQuerySet:
        return self.defer("data")


class Resume(models.Model):
    """The document that a candidate sent with an application. It is stored with the rows, in no folder.

    ``data`` is loaded by the one view that serves it, and by nothing else.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="resume")
    kind = models.CharField(max_length=10, choices=ResumeKind)
    data = models.BinaryField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now=True)

    objects = ResumeQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"Document of application {self.application_id}"

    @property
    def file_name(self) -> str:
        """Of the candidate the code only, whatever the file was called."""
        return f"{self.application.candidate.code}-resume.{self.kind}"
