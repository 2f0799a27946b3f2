"""The admin of accounts: people, and the record of what they did."""

from accounts.admin.addresses import AnyAddress, RowSelect
from accounts.admin.events import EventAdmin
from accounts.admin.people import UserAdmin

__all__ = ["AnyAddress", "EventAdmin", "RowSelect", "UserAdmin"]
