"""What is due in skills: tracers six and twelve months after a course."""

from datetime import timedelta

from mainstay.accounts.selectors import holders_of
from mainstay.common import clock, due, notices
from mainstay.common.texts import noop as _

from .models import Course, Tracer


@due.check("skills.tracers")
def tracers() -> int:
    """Tell programme officers of courses whose trainees are to be asked what they do now."""
    today, told = clock.today(), 0
    for months in (6, 12):
        over = Course.objects.filter(
            state__in=["COMPLETED", "CLOSED"], ends_on__lte=today - timedelta(days=30 * months)
        )
        asked = Tracer.objects.filter(months=months).values("trainee__course")
        for course in over.exclude(pk__in=asked).select_related("project")[:200]:
            told += notices.tell(
                holders_of(["CPO", "ME"], [("country", course.project.country_id)]),
                "tracer",
                _("Ask the trainees of {course} what they do {months} months after it."),
                key=f"tracer:{course.pk}:{months}",
                course=course.title,
                months=months,
            )
    return told
