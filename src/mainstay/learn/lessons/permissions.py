"""How lessons and reviews answer to scopes, and who did what on them."""

from mainstay.accounts.permissions import register
from mainstay.cases.permissions import case_scopes

from .models import Lesson, LessonTag, Recommendation, Review, ReviewAnswer, ReviewParticipant

register(
    Lesson,
    case="case_id",
    scopes={**case_scopes("case"), "own": "written_by_id"},
    acts=lambda lesson: {"learn.write_lesson": {lesson.written_by_id}},
)
register(LessonTag, case="lesson__case_id", scopes=case_scopes("lesson__case"))
register(Review, case="case_id", scopes=case_scopes("case"))
for _model in (ReviewAnswer, ReviewParticipant, Recommendation):
    register(_model, case="review__case_id", scopes=case_scopes("review__case"))
