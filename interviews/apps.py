from __future__ import annotations

from django.apps import AppConfig

from accounts import triggers


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews.reports import openings  # noqa: PLC0415 - models are loaded after this module
        from interviews.triggers import wanted  # noqa: PLC0415
        from roleprofiles import dependents, interviewsteps  # noqa: PLC0415

        dependents.register(openings.openings_resting_on)
        interviewsteps.register(openings.interview_steps)
        triggers.declare(wanted)
