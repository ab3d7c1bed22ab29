"""`mainstay learn library …`"""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="Documents: upload, publish, list.")


@app.command("list")
def list_documents(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List documents with their languages."""
    with acting(as_) as person:
        from mainstay.learn.library.selectors import documents_visible, languages_of

        emit(
            (
                {
                    "document": row.uid, "title": row.title, "kind": row.kind, "state": row.state, "licence": row.licence,
                    "languages": ", ".join(f"{language} {state}" for language, state in languages_of(row).items()),
                }
                for row in documents_visible(person)
            ),
            format,
        )  # fmt: skip


@app.command()
def upload(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="PDF, DOCX, XLSX, ODT, CSV or text.")
    ],
    title: Annotated[str, typer.Option("--title", help="Title.")],
    kind: Annotated[str, typer.Option("--kind", help="Kind, such as guideline, tool, evaluation.")],
    licence: Annotated[str, typer.Option("--licence", help="Licence, such as CC BY 4.0.")] = "",
    abstract: Annotated[str, typer.Option("--abstract", help="What it is about.")] = "",
    language: Annotated[str, typer.Option("--language", help="Language of the document.")] = "en",
    internal: Annotated[bool, typer.Option("--internal", help="Not for the public.")] = False,
    as_: As = "",
) -> None:
    """Put a document into the library as a draft."""
    with acting(as_) as person, file.open("rb") as stream:
        from mainstay.learn.library.services import upload_document

        text = file.read_text("utf-8", "ignore") if file.suffix in {".txt", ".md", ".csv"} else ""
        made = upload_document(
            by=person, stream=stream, filename=file.name, title=title, kind=kind, language=language, licence=licence,
            abstract=abstract, text=text, public=not internal,
        )  # fmt: skip
        say(str(made.uid))


@app.command()
def publish(
    document: Annotated[str, typer.Argument(help="The document, as `list` shows it.")], as_: As = ""
) -> None:
    """Publish a document under its licence."""
    with acting(as_) as person:
        from mainstay.common.errors import NotFound
        from mainstay.learn.library.selectors import documents_visible
        from mainstay.learn.library.services import publish_document

        found = documents_visible(person).filter(uid=UUID(document)).first()
        if found is None:
            raise NotFound("no_document", "There is no such document here, or it is not yours to see.")
        publish_document(by=person, document=found)
        say(found.title)
