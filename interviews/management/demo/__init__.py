"""The demo: what its file says, and loading it by the acts that people's clicks lead to."""

from interviews.management.demo.entries import Demo, read
from interviews.management.demo.loading import SignIn, load
from interviews.management.demo.places import BadDemo

__all__ = ["BadDemo", "Demo", "SignIn", "load", "read"]
