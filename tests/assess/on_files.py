"""The commands on files as a person types them, in an empty folder with the shipped samples."""

import json

from typer.testing import CliRunner

from mainstay.assess.cli import app

DESIGN = ("--weight", "weight", "--strata", "region", "--cluster", "town", "--nest")


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def estimate(*words, file="people.csv"):
    told = run("estimate", file, *words, "--format", "json")
    assert 0 == told.exit_code, told.stderr
    return json.loads(told.stdout)


def refused(*words, file="people.csv"):
    told = run("estimate", file, *words)
    assert 6 == told.exit_code, told.output
    return told.stderr


def stand_among_samples(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert 0 == run("example").exit_code
    return folder
