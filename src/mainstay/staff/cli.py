"""The people who go, at the terminal."""

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit

app = typer.Typer(no_args_is_help=True, help="Roster, requests, shortlists, clearances, missions.")


@app.command()
def depth(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """How many people stand ready by functional area, against the target."""
    with acting(as_) as person:
        from mainstay.staff import selectors

        emit(selectors.depth_rows(person), format)


@app.command()
def requests(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """The requests for people that you may see."""
    with acting(as_) as person:
        from mainstay.staff import selectors

        emit(
            (
                {
                    "reference": request.reference,
                    "area": request.functional_area,
                    "people": request.headcount,
                    "tier": request.tier,
                    "state": request.state,
                    "from": request.starts_on,
                    "to": request.ends_on,
                }
                for request in selectors.requests_visible(person).order_by("pk")
            ),
            format,
        )


@app.command()
def shortlist(request: str, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """The shortlist of a request with its points, and who was left out and why."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.common.errors import Reason
        from mainstay.page.errors import sentence
        from mainstay.staff import selectors
        from mainstay.staff.models import TeamRequest

        found = get_visible(TeamRequest.objects.all(), person, "staff.read_team_requests", reference=request)
        emit(
            (
                {
                    "rank": row.rank,
                    "expert": row.expert.number,
                    "score": row.score,
                    "left_out": sentence(Reason(**row.excluded)) if row.excluded else "",
                }
                for row in selectors.shortlist_visible(person, found)
            ),
            format,
        )


@app.command()
def board(deployment: str, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """The clearances of a mission (by its uid): state, owner, what each waits for; then the hours still to go."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.page.terminal import say
        from mainstay.staff import selectors
        from mainstay.staff.models import Deployment

        found = get_visible(Deployment.objects.all(), person, "staff.read_deployments", uid=deployment)
        emit(selectors.board(person, found), format)
        path = selectors.time_to_go(found)
        say(f"{path.hours:.0f} h: {' → '.join(path.steps)}")


@app.command()
def weeks(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """By profile and week: places of open requests, people who stand ready and are free, how many are short."""
    with acting(as_) as person:
        from mainstay.staff.selectors.weeks import needs_by_week

        emit(
            (
                {
                    "area": row.profile.area,
                    "level": row.profile.level,
                    "language": row.profile.language,
                    "week": cell.week,
                    "asked": cell.needed,
                    "ready": cell.ready,
                    "short": cell.short,
                }
                for row in needs_by_week(person).rows
                for cell in row.cells
                if cell.needed
            ),
            format,
        )
