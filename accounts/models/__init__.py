"""Who you are, what you may do, and the record of what was done."""

from accounts.models.events import ChainHead, Event, digest_of
from accounts.models.people import ABILITIES, SignInAttempt, User, UserQuerySet

__all__ = ["ABILITIES", "ChainHead", "Event", "SignInAttempt", "User", "UserQuerySet", "digest_of"]
