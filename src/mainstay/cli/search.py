"""The search: ask it, and write its index anew."""

from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, ready, say

app = typer.Typer(
    no_args_is_help=True, help="Find records, places, playbook entries and files; keep the index."
)


@app.command()
def find(
    words: Annotated[list[str], typer.Argument(help="What to look for; a word may be its beginning only.")],
    kind: Annotated[str, typer.Option(help="Only this kind, such as site.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Find what you may see that holds all the words, or what they are also called."""
    with acting(as_) as person:
        from mainstay.web.selectors.search import found

        result = found(person, " ".join(words), kind=kind)
        emit(
            [
                {"kind": hit.kind, "title": hit.title, "note": hit.note, "page": hit.link}
                for hit in result.hits
            ],
            format,
        )


@app.command()
def rebuild() -> None:
    """Write the whole index anew; done again it changes nothing."""
    ready()
    from mainstay.web.index.indexing import rebuild as write

    total = write(lambda code, count: say(f"{code}: {count}"))
    say(f"{total} things can be found.")
