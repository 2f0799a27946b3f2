"""`manage.py work`: send mails and remind people, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from interviews import chasing, mailing

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between looking into the queue
EVERY = 30.0  # seconds between looking for what is forgotten and what is due
PRUNING = 24 * 60 * 60.0


class Command(BaseCommand):
    help = "Send mails and remind interviewers of scorecards that are due. SIGTERM and Ctrl-C stop it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what there is to do now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.is_stopping, self.looked_at, self.pruned_at = False, float("-inf"), time.monotonic()
        self.worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if once:
            self.turn()
            return
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self.stop)
        while not self.is_stopping:
            self.turn_if_the_database_lets()
            time.sleep(0 if self.is_stopping else PAUSE)

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """After the mail that is being sent."""
        self.is_stopping, self.worker.running = True, False

    def turn_if_the_database_lets(self) -> None:
        close_old_connections()
        try:
            self.turn()
        except (DatabaseError, InterfaceError) as failure:
            log.warning("The database does not answer: %s. Trying again.", type(failure).__name__)
            connections.close_all()

    def turn(self) -> None:
        now = time.monotonic()
        if now - self.looked_at >= EVERY:
            self.looked_at = now
            mailing.sweep()
            chasing.remind()
        if now - self.pruned_at >= PRUNING:
            self.pruned_at = now
            call_command("prune_db_task_results", verbosity=0)
        # The worker locks the queue to look into it, which others who write would wait for.
        if DBTaskResult.objects.ready().exists():
            self.worker.run()
