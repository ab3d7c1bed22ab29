"""`mainstay learn lessons …`"""

from datetime import datetime
from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="Lessons, after-action reviews and the search.")
CaseArgument = Annotated[str, typer.Argument(help="Reference of the case.")]


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words, or how they begin; accents do not matter.")],
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Find lessons and documents by their words."""
    with acting(as_) as person:
        from mainstay.learn.lessons.selectors import search as find

        found = find(person, " ".join(words))
        emit(
            (
                {"kind": one.kind, "title": one.title, "language": one.language, "date": one.dated_on}
                for one in found
            ),
            format,
        )


@app.command()
def similar(case: CaseArgument, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show the three cases most like one, and what was learned there: before each new design."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference
        from mainstay.learn.lessons.selectors import similar_cases

        emit(
            (
                {
                    "case": one.case.reference,
                    "name": one.case.name,
                    "points": one.points,
                    "shared": "; ".join(f"{kind}: {', '.join(codes)}" for kind, codes in one.shared.items()),
                    "lessons": "; ".join(f"{lesson.who}: {lesson.should}" for lesson in one.lessons),
                }
                for one in similar_cases(person, case_by_reference(person, case))
            ),
            format,
        )


@app.command()
def write(
    title: Annotated[str, typer.Argument(help="Title of the lesson.")],
    learned: Annotated[str, typer.Option("--learned", help="What was learned.")],
    who: Annotated[str, typer.Option("--who", help="Who should act.")],
    should: Annotated[str, typer.Option("--should", help="What they should do.")],
    source: Annotated[str, typer.Option("--source", help="From where it is known.")],
    case: Annotated[str, typer.Option("--case", help="Reference of the case it comes from.")] = "",
    as_: As = "",
) -> None:
    """Write a lesson; another person validates it."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference
        from mainstay.learn.lessons.services import write_lesson

        place = case_by_reference(person, case) if case else None
        made = write_lesson(
            by=person, title=title, learned=learned, who=who, should=should, source=source, case=place
        )
        say(str(made.uid))


@app.command()
def review(
    case: CaseArgument,
    ended: Annotated[
        datetime | None,
        typer.Option("--ended", formats=["%Y-%m-%d"], help="Day on which the response ended."),
    ] = None,
    as_: As = "",
) -> None:
    """Open the after-action review of a case."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference
        from mainstay.learn.lessons.services import open_review

        made = open_review(
            by=person, case=case_by_reference(person, case), ended_on=ended.date() if ended else None
        )
        say(f"due {made.due_on}")


@app.command()
def approve(
    case: CaseArgument,
    words: Annotated[str, typer.Option("--words", help="Closing words.")] = "",
    as_: As = "",
) -> None:
    """Approve the review of a case, and close the case."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.cases.selectors import case_by_reference
        from mainstay.learn.lessons.models import Review
        from mainstay.learn.lessons.services import approve_review

        found = get_visible(
            Review.objects.all(),
            person,
            "learn.read_reviews",
            case=case_by_reference(person, case),
            state="OPEN",
        )
        closed = approve_review(by=person, review=found, words=words)
        say("the case is closed" if closed else "the review is approved; the case waits")


@app.command()
def recommendations(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List recommendations that wait for an answer or to be done."""
    with acting(as_) as person:
        from mainstay.learn.lessons.selectors import recommendations_open

        emit(
            (
                {
                    "case": row.review.case.reference, "text": row.text, "owner": row.owner_role, "due": row.due_on,
                    "state": row.state, "answer by": row.answer_due_on,
                }
                for row in recommendations_open(person)
            ),
            format,
        )  # fmt: skip
