"""An advert as HTML with nothing but its meaning: no styles, no scripts, every text escaped."""

from __future__ import annotations

from django.template.loader import render_to_string

from roleprofiles.adverts.shapes import Advert
from roleprofiles.adverts.sheet import sheet

TEMPLATE = "roleprofiles/adverts/advert.html"


def write(advert: Advert) -> str:
    """A whole document."""
    return render_to_string(TEMPLATE, {"advert": sheet(advert)})


def body(advert: Advert) -> str:
    """What the advert says below its title, to stand in another document."""
    return render_to_string(f"{TEMPLATE}#body", {"advert": sheet(advert)}).strip() + "\n"
