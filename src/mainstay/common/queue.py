"""The one entry of the task queue: the worker runs jobs by their uid."""

from uuid import UUID

from django_tasks import task

from . import jobs


@task()
def run_job(uid: str) -> None:
    """Run one job in the worker."""
    jobs.execute(UUID(uid))
