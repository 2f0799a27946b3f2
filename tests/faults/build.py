"""`python -m tests.faults.build N`: a new database with N interviewers, each with one scorecard.

Prints who they are and what they may rate as JSON, with a session for each.
"""

from __future__ import annotations

import json
import sys

import django


def main(interviewers: int) -> None:
    from django.conf import settings  # noqa: PLC0415 - after the setup
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    manager = factories.UserFactory.create(groups=["Hiring managers"])
    application = factories.make_application(opening=factories.make_opening(by=manager, must_haves=8))
    persons = factories.UserFactory.create_batch(interviewers, groups=["Interviewers"])
    interview = factories.make_interview(application, persons)
    people = []
    for card in interview.scorecards.select_related("interviewer").order_by("pk"):
        client = Client()
        client.force_login(card.interviewer)
        people.append(
            {
                "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "person": card.interviewer.outbox_id,
                "email": card.interviewer.email,
                "card": card.pk,
                "ratings": list(card.ratings.values_list("pk", flat=True)),
            }
        )
    json.dump(people, sys.stdout)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
