"""What a new or updated installation needs before its first page."""

import signal
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.utils.crypto import get_random_string

from mainstay.common import due, jobs, notices, tables
from mainstay.common.models import Notice

Say = Callable[[str], None]


def faults() -> list[str]:
    """Return why this installation may not start, as the system checks find it; empty when all is well."""
    from django.core.checks import ERROR, run_checks

    return [
        f"{found.msg}\n  {found.hint}" if found.hint else str(found.msg)
        for found in run_checks()
        if found.level >= ERROR
    ]


def set_up(*, demo: bool, say: Say) -> None:
    """Bring the databases up to date, load reference data, and the demonstration crisis on a new database."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    tables.bring_up_to_date()
    from mainstay.accounts.models import Person
    from mainstay.accounts.services.people import ensure_own_accounts
    from mainstay.cases.services.places import load_places

    new = not Person.objects.exists()
    say("Loading reference data …")
    load_places()
    ensure_own_accounts()
    if new and demo:
        from importlib.util import find_spec

        built = find_spec("mainstay.rehearsal") is not None
        if built and find_spec("mainstay.rehearsal.demonstration") is not None:
            from mainstay.rehearsal.demonstration import play

            say("Making the demonstration crisis (synthetic) …")
            play(say=say)
            # The shipped country data are real and large: the worker takes them in while the first page is read.
            jobs.start("watch.update_sources", by=Person.objects.acting().pk)
    from mainstay.web.index.indexing import refresh

    refresh()


def _deliver(notice: Notice) -> None:
    from mainstay.accounts.services.mailing import send

    send(notice)


def work() -> None:
    """Run queued jobs and each minute what is due, until told to stop."""
    from django_tasks_db.management.commands.db_worker import Worker

    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    queue = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if settings.EMBEDDED:
        jobs.note_interrupted()
    last = 0.0
    while not stopping:
        if time.monotonic() - last >= 60:
            last = time.monotonic()
            due.run_all()
            notices.deliver_waiting(_deliver)
        queue.run()
        time.sleep(0.5)
