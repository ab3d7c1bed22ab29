"""The keys of encrypted fields, digests and sessions."""

import typer

from mainstay.page.terminal import ready, say

app = typer.Typer(no_args_is_help=True, help="Keys of encrypted fields, digests and sessions.")


@app.command()
def generate() -> None:
    """Write a key file for each purpose that has none."""
    ready()
    from django.conf import settings

    from mainstay.common.key_files import generate_missing

    for purpose in generate_missing(settings.KEYS_FOLDER):
        print(purpose)


@app.command()
def rotate() -> None:
    """Put a new key on top for encrypted fields and sessions; values written before stay readable."""
    ready()
    from django.conf import settings

    from mainstay.common.key_files import add_key

    for purpose in ("fields", "session"):
        add_key(purpose, settings.KEYS_FOLDER)
        print(purpose)
    say("Restart web and worker. Keep the older keys in the files until every value has been written anew.")
