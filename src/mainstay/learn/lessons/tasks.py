"""What is due: reviews and answers that are late."""

from mainstay.common import due

from .services.reminding import remind_late_answers, remind_late_reviews

due.check("lessons.late_reviews")(remind_late_reviews)
due.check("lessons.late_answers")(remind_late_answers)
