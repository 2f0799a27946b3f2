"""The worker of mails, which dies at a step: `python -m tests.faults.mailer FOLDER STEP TIMES [WRONG]`.

It writes mails into the folder until none is left, or kills itself the so-manieth time it comes to the step.
`python -m tests.faults.mailer write N` arranges N interviews instead, each of which owes mails to all its
interviewers. The product knows nothing of either.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

STEPS = ("task taken", "mail taken", "before sending", "after sending", "noted", "task done")
FAR = datetime(2130, 1, 15, 14, tzinfo=UTC)


def write(interviews: int) -> None:
    from interviews import arranging  # noqa: PLC0415 - after the setup
    from interviews.models import Application, Interview  # noqa: PLC0415
    from tests.factories import make_application  # noqa: PLC0415

    first = Interview.objects.get()
    people = list(first.interviewers.all())
    for n in range(interviews):
        opening = first.application.opening
        application = make_application(opening=opening, email="") if n else Application.objects.get()
        arranging.arrange(
            application, first.round, interviewers=people, starts_at=FAR + timedelta(days=n), time_zone="UTC"
        )


def work(folder: str, step: str, times: int, wrong: str) -> None:
    from django.conf import settings  # noqa: PLC0415 - after the setup
    from django.core.mail import EmailMessage  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from interviews import mailing  # noqa: PLC0415
    from interviews.models import Mail, mails  # noqa: PLC0415

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder
    mails.LEASE = timedelta(0)  # whoever died is followed at once
    left = times

    def die(here: str) -> None:
        nonlocal left
        if here == step:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(owner: Any, name: str, before: str = "", after: str = "") -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def stepped(*args: Any, **kwargs: Any) -> Any:
            die(before)
            done = inner(*args, **kwargs)
            die(after)
            return done

        setattr(owner, name, stepped)

    if wrong == "note-first":
        send = EmailMessage.send

        def hasty(message: EmailMessage, *args: Any) -> int:
            key = message.extra_headers["Message-ID"].partition("@")[0].removeprefix("<")
            Mail.objects.filter(key=key).update(sent_at=timezone.now())
            die("before sending")
            return send(message, *args)

        EmailMessage.send = hasty  # type: ignore[assignment]
    else:
        around(EmailMessage, "send", before="before sending", after="after sending")
    around(Worker, "run_task", before="task taken")
    around(mails.MailQuerySet, "claim", after="mail taken")
    around(mailing, "send", after="noted")
    around(DBTaskResult, "set_successful", after="task done")
    while Mail.objects.unsent().exists():
        call_command("work", once=True)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "write":
        write(int(sys.argv[2]))
    else:
        work(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:] or [""])
