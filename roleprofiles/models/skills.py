"""The library of skills that requirements speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.links import link_to
from accounts.models import User
from accounts.prepared import Prepared
from roleprofiles.choices import RequirementKind, RevisionState
from roleprofiles.lines import is_searchable
from roleprofiles.skillnames import KnownNames, bracket_free, near

NAME_LIMIT = 300  # characters
NAME_TAKEN = "The library has a skill or an alias of this name already."
MOST_KEYS = 10_000  # in one statement: SQLite takes 32,766 values
MOST_COMPARED = 2_000  # names at once: a second of work in a library of 5,000
MOST_NEAR = 20  # skills that a mistyped search finds
REVISION = "requirements__skill_list__level__revision"  # that asks for a skill
TRIGRAMS = 0.2  # PostgreSQL's word similarity of names that are worth a closer look


class Use(StrEnum):
    """What a role asks for a skill as, in words before "4 roles"."""

    MUST_HAVE = "must-have in"
    GOOD_TO_HAVE = "good-to-have in"
    OTHER = "in other lists of"


USES = {
    Use.MUST_HAVE: [RequirementKind.MUST_HAVE],
    Use.GOOD_TO_HAVE: [RequirementKind.GOOD_TO_HAVE],
    Use.OTHER: [RequirementKind.PRODUCTION_SUPPORT, RequirementKind.OTHER],
}


def skill_key(name: str) -> str:
    """What two spellings of one name have in common: case and spaces do not count."""
    # Putting case aside can make a name longer than its column: "ß" becomes "ss".
    return " ".join(name.split()).casefold()[:NAME_LIMIT]


def _asked_by_drafts() -> Q:
    """Skills that drafts ask for, themselves or under a name that was merged into them.

    Both lists are short; they are made once, and not for every skill.
    """
    asked = Skill.objects.filter(**{f"{REVISION}__state": RevisionState.DRAFT}).order_by()
    merged = asked.filter(merged_into__isnull=False)
    return Q(pk__in=asked.values("pk")) | Q(pk__in=merged.values("merged_into"))


def _asked_by_published() -> Q:
    """The same of published revisions, which are many: looked up for each skill that is in question."""
    asked = Skill.objects.filter(**{f"{REVISION}__state": RevisionState.PUBLISHED}).order_by()
    return Q(Exists(asked.filter(pk=OuterRef("pk")))) | Q(Exists(asked.filter(merged_into=OuterRef("pk"))))


class SkillQuerySet(models.QuerySet["Skill"]):
    counts_usage = False  # see with_usage
    names_others = False  # see with_other_names

    def live(self) -> SkillQuerySet:
        """The entries that have not been merged into another."""
        return self.filter(merged_into__isnull=True)

    def visible_to(self, user: User) -> SkillQuerySet:
        """What only a draft asks for is seen where the draft is: by role editors."""
        return self if user.may_edit_roles else self.asked_for_in_public()

    def asked_for_in_public(self) -> SkillQuerySet:
        """All but what only drafts ask for."""
        return self.filter(~_asked_by_drafts() | _asked_by_published())

    def named(self, names: Iterable[str]) -> dict[str, Skill]:
        """Known skills by ``skill_key`` of the names asked for, in two queries for up to 5,000 of them.

        A name is known by itself, as an alias, or without its brackets; a merged skill gives its successor.
        """
        bare = {skill_key(name): skill_key(bracket_free(name)) for name in sorted(names)}
        known = self.by_key(sorted({*bare, *bare.values()}))
        found = {key: known.get(key) or known.get(rest) for key, rest in bare.items()}
        return {key: skill.merged_into or skill for key, skill in found.items() if skill}

    def like(self, names: Iterable[str]) -> dict[str, Skill]:
        """The known skill that each name may mean, by ``skill_key``, for a person to accept or refuse.

        For names the library does not know; the first ``MOST_COMPARED`` in order are looked at, and none
        that it knows. Two queries, however many names.
        """
        entries = list(self.names())
        taken, known = {skill_key(name) for _, name in entries}, KnownNames(entries)
        asked = {skill_key(name): name for name in sorted(names)[:MOST_COMPARED]}
        unknown = {
            key: name for key, name in asked.items() if not {key, skill_key(bracket_free(name))} & taken
        }
        likely = {key: found[0] for key, name in unknown.items() if (found := known.like(name))}
        skills = {skill.pk: skill for skill in self.filter(pk__in=set(likely.values()))}
        return {key: skills[pk] for key, pk in likely.items() if pk in skills}

    def for_name(self, name: str, *, category: str = "") -> Skill:
        """The library's skill of a name or alias; a new one where it has none."""
        if known := self.named({name}).get(skill_key(name)):
            return known
        new = Skill.of_name(name, category=category)
        return self.get_or_create(key=new.key, defaults={"name": new.name, "category": new.category})[0]

    def search(self, words: str) -> SkillQuerySet:
        """Live skills whose name, category, description or alias has the words; then what they may mean.

        A skill that was merged is found as its successor. What is called just so comes first, then what
        has the words, then names and aliases that are a slip away, the nearest first.
        """
        if not (words := words.strip()):
            return self.order_by("key")
        if not is_searchable(words):
            return self.none()
        texts = ("name", "category", "description", "aliases__name")
        hit = Q(*((f"{text}__icontains", words) for text in texts), _connector=Q.OR)
        hits = Skill.objects.filter(hit).values(owner=_owner())
        meant = near(words, self.names(like=words))[:MOST_NEAR]
        place = Case(
            When(key=skill_key(words), then=0),
            When(pk__in=hits, then=1),
            *(When(pk=pk, then=place) for place, pk in enumerate(meant, 2)),
            default=MOST_NEAR + 2,
            output_field=IntegerField(),
        )
        return self.filter(Q(pk__in=hits) | Q(pk__in=meant)).alias(place=place).order_by("place", "key")

    def names(self, *, like: str = "") -> Iterator[tuple[int, str]]:
        """Every name and alias of the library, in one query: whose it is (the successor's), and the name.

        With ``like``, PostgreSQL leaves out by trigrams what is nothing like it; SQLite cannot tell.
        """
        own = Skill.objects.order_by()
        others = SkillAlias.objects.order_by()
        if like and connections[self.db].vendor == "postgresql":
            near_enough = TrigramWordSimilarity(like, "name")
            own = own.alias(near=near_enough).filter(near__gte=TRIGRAMS)
            others = others.alias(near=near_enough).filter(near__gte=TRIGRAMS)
        yield from own.values_list(_owner(), "name").union(
            others.values_list(_owner("skill__"), "name"), all=True
        )

    def with_usage(self) -> SkillQuerySet:
        """Rows know in how many roles and levels they are asked for now: ``usage``.

        Published revisions that roles stand at count. Lines of a merged skill count for its successor. It
        takes one query more for the rows that are loaded, like a prefetch: a subquery a row is counted for
        every row before the page too, and costs PostgreSQL seconds.
        """
        rows = self.all()
        rows.counts_usage = True
        return rows

    def _clone(self) -> SkillQuerySet:
        rows: SkillQuerySet = super()._clone()  # type: ignore[misc]
        rows.counts_usage, rows.names_others = self.counts_usage, self.names_others
        return rows

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if not is_new or not (self.counts_usage or self.names_others):
            return
        skills = {row.pk: row for row in self._result_cache or () if isinstance(row, Skill)}
        if self.counts_usage:
            for pk, uses in _uses(skills).items():
                skills[pk].uses = uses
        if self.names_others:
            _name_others(skills)

    def with_other_names(self) -> SkillQuerySet:
        """``known_as``, its aliases, and ``merged_here``, the skills that were merged into it: two queries
        more for the rows that are loaded."""
        rows = self.all()
        rows.names_others = True
        return rows

    def resembling(self, skill: Skill) -> list[int]:
        """The pks of other skills whose name or alias is like this one's, the likeliest first."""
        return [pk for pk in KnownNames(self.names()).like(skill.name) if pk != skill.pk]

    def by_key(self, keys: list[str]) -> dict[str, Skill]:
        """Entries by exactly these keys, their own or an alias's. They may have been merged."""
        known: dict[str, Skill] = {}
        for start in range(0, len(keys), MOST_KEYS):
            some = keys[start : start + MOST_KEYS]
            aliases = SkillAlias.objects.filter(key__in=some).select_related("skill__merged_into")
            known |= {alias.key: alias.skill for alias in aliases}
            known |= {skill.key: skill for skill in self.filter(key__in=some).select_related("merged_into")}
        return known


def _owner(path: str = "") -> Coalesce:
    """The pk of a skill, or of its successor."""
    return Coalesce(f"{path}merged_into_id", f"{path}pk")


def _uses(pks: Iterable[int]) -> dict[int, dict[Use, tuple[int, int]]]:
    """Roles and levels by use, for each of these skills."""
    uses: dict[int, dict[Use, tuple[int, int]]] = {pk: {} for pk in pks}
    for pk, use, roles, levels in _counted_uses(*uses):
        uses[pk][Use(use)] = (roles, levels)
    return uses


@Prepared
def _counted_uses(*pks: int) -> QuerySet[Skill, tuple[int, str, int, int]]:
    """A skill's pk, a use, roles, levels."""
    level = "requirements__skill_list__level"
    asked = Skill.objects.order_by().filter(
        Q(merged_into__isnull=True, pk__in=pks) | Q(merged_into__in=pks),
        **{f"{level}__revision__current_of__isnull": False},
    )
    kind = "requirements__skill_list__kind"
    named = Case(*(When(**{f"{kind}__in": kinds}, then=Value(use)) for use, kinds in USES.items()))
    return asked.values_list(_owner(), named).annotate(
        Count(f"{level}__revision", distinct=True), Count(level, distinct=True)
    )


def _name_others(skills: Mapping[int, Skill]) -> None:
    for skill in skills.values():
        skill.known_as, skill.merged_here = [], []
    for alias in _aliases(*skills):
        skills[alias.skill_id].known_as.append(alias)
    for merged in _merged(*skills):
        skills[merged.merged_into_id or 0].merged_here.append(merged)


@Prepared
def _aliases(*skills: int) -> QuerySet[SkillAlias]:
    return SkillAlias.objects.filter(skill__in=skills)


@Prepared
def _merged(*skills: int) -> QuerySet[Skill]:
    return Skill.objects.filter(merged_into__in=skills)


class Skill(models.Model):
    """An entry of the library. A merged skill stays and points to its successor."""

    name = models.CharField(max_length=NAME_LIMIT)
    key = models.CharField(max_length=NAME_LIMIT, unique=True, editable=False)
    category = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    # Null until a person has said that it is a skill of its own: until then it may be proposed for a merge.
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    objects = SkillQuerySet.as_manager()
    uses: dict[Use, tuple[int, int]]  # roles and levels, of rows that were loaded with_usage
    known_as: list[SkillAlias]  # of rows that were loaded with_other_names
    merged_here: list[Skill]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="skill_never_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return link_to("roleprofiles:skill_detail", self.pk)

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        self.key = skill_key(self.name)
        clash = Skill.objects.filter(key=self.key).exclude(pk=self.pk)
        if clash.exists() or SkillAlias.objects.filter(key=self.key).exists():
            raise ValidationError({"name": NAME_TAKEN})

    @classmethod
    def of_name(cls, name: str, *, category: str = "") -> Skill:
        """Not saved yet: what a requirement's name adds to the library. Its examples stay with the line."""
        bare = bracket_free(name)
        return cls(name=bare, key=skill_key(bare), category=category[:300])

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @property
    def usage(self) -> str:
        """``must-have in 4 roles, 7 levels · …``; nothing where no role asks for it. See ``with_usage``."""
        said = ((use, *self.uses[use]) for use in Use if use in self.uses)
        return " · ".join(
            f"{use} {_counted(roles, 'role')}, {_counted(levels, 'level')}" for use, roles, levels in said
        )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class SkillAlias(models.Model):
    """Another name by which documents call a skill."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=NAME_LIMIT)
    key = models.CharField(max_length=NAME_LIMIT, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "skill aliases"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        self.key = skill_key(self.name)
        clash = SkillAlias.objects.filter(key=self.key).exclude(pk=self.pk)
        if clash.exists() or Skill.objects.filter(key=self.key).exists():
            raise ValidationError({"name": NAME_TAKEN})
