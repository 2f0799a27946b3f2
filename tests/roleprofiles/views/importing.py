"""The steps of an import, as a person at a browser takes them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roleprofiles.models import ImportBatch, ImportDocument

UPLOAD = "/roles/import/"


def send(client: Client, *files: tuple[str, bytes | str], **typed: str) -> Any:
    """Post the form, and follow where it leads."""
    documents = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files
    ]
    return client.post(UPLOAD, {"documents": documents, **typed}, follow=True)


def upload(client: Client, content: bytes | str) -> Any:
    """One document: its plan."""
    return send(client, ("role.md", content))


def confirm(client: Client, page: Any, **changes: Any) -> Any:
    """Post what the plan's page holds."""
    document: ImportDocument = page.context["document"]
    basis = page.context["confirm"]["basis"].value()
    posted = {"basis": "" if basis is None else basis, **changes}
    return client.post(f"{document.get_absolute_url()}import/", posted, follow=True)


def states(batch: ImportBatch) -> list[tuple[str, str]]:
    """Each document's name and how far it has come."""
    return list(batch.documents.values_list("name", "state"))
