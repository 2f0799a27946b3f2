"""What an advert says, as values; and the forms in which it goes out.

Plain: knows no rows. Everything that is shown of an advert is made from one ``Advert``, so that every form
has the same words.
"""

from __future__ import annotations

from roleprofiles.adverts.shapes import Advert, Fact, Line, Pay, Place, Section

__all__ = ["Advert", "Fact", "Line", "Pay", "Place", "Section"]
