"""`python -m mainstay` is the command `mainstay`."""

from mainstay.cli.main import main

main()
