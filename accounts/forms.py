"""Signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.access import address_of
from accounts.models import SignInAttempt

TOO_MANY = "too_many"


class SignInForm(AuthenticationForm):
    """Sign in by email address, in whatever case it is typed."""

    username = forms.EmailField(
        label="Email", widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    error_messages = {
        "invalid_login": "Email and password do not match an active account.",
        "inactive": "This account is not active.",
        TOO_MANY: "Too many attempts to sign in from here. Wait five minutes, then try again.",
    }

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        if email is None or not self.cleaned_data.get("password"):
            return self.cleaned_data
        address = address_of(self.request) if self.request else ""
        attempt = SignInAttempt.objects.begin(email=email, address=address)
        if attempt is None:
            raise ValidationError(self.error_messages[TOO_MANY], code=TOO_MANY)
        super().clean()
        attempt.forgive()
        return self.cleaned_data
