"""Publishing and withdrawing adverts."""

from __future__ import annotations

from django import forms


class PostForm(forms.Form):
    """Where an advert is to be read, and which state of it, saying what, a person has seen."""

    is_public = forms.BooleanField(
        label="Show it on the public job page",
        help_text="Open to everybody, search engines too. Without it the copy is kept here only.",
        required=False,
    )
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Which copy a person has seen."""

    number = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
