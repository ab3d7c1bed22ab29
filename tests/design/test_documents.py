"""Project document, assessment report and commands from live data."""

import io
import zipfile
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from mainstay.assess.documents import write_report
from mainstay.common import clock
from mainstay.common.errors import NotAllowed
from mainstay.design import services
from mainstay.design.cli import app
from mainstay.design.documents import project_document, write_document
from tests import builders
from tests.design.plans import TODAY, approved, draft, planned

pytestmark = pytest.mark.django_db


def test_the_project_document_says_the_answer_first():
    project, _officer = planned()
    assert "worker-days for" in project_document(project).answer


def test_the_project_document_comes_as_pdf_and_docx_and_is_the_same_again():
    project, officer, _director = approved()
    pdf = write_document(by=officer, project=project, kind="pdf")
    assert pdf.startswith(b"%PDF")
    assert pdf == write_document(by=officer, project=project, kind="pdf")
    docx = write_document(by=officer, project=project, kind="docx")
    words = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert project.reference in words
    assert "Hazardous debris" in words


def test_the_assessment_report_names_confidence_options_and_constituents():
    project, officer, _director = approved()
    assessment = project.case.assessments.get()
    docx = write_report(by=officer, assessment=assessment, kind="docx")
    words = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert {True} == {text in words for text in ("Work was lost.", "medium", "workers body", "Works")}


def test_who_may_not_read_a_design_gets_no_document():
    project, _officer = draft()
    builders.country("MDG")
    with pytest.raises(NotAllowed):
        write_document(by=builders.person("CPO", "country", "MDG"), project=project, kind="pdf")


def test_the_terminal_says_what_a_design_lacks_and_ends_with_five():
    project, officer = draft()
    told = CliRunner().invoke(app, ["check", project.reference, "--as", officer.email, "--format", "json"])
    assert 5 == told.exit_code
    assert "standard package" in told.stdout


def test_the_terminal_refuses_to_approve_what_nobody_was_asked_about():
    project, officer = draft()
    services.choose_package(by=officer, project=project)
    director = builders.person("CD")
    with clock.at(TODAY + timedelta(days=1)):
        told = CliRunner().invoke(app, ["approve", project.reference, "--as", director.email])
    assert 5 == told.exit_code


def test_the_project_document_comes_in_the_chosen_language_with_the_names_of_the_playbook():
    project, officer, _director = approved()
    french = write_document(by=officer, project=project, kind="docx", locale="fr")
    words = zipfile.ZipFile(io.BytesIO(french)).read("word/document.xml").decode()
    assert {True} == {text in words for text in ("Comores", "Budget", "journées de travail")}
    assert "Emergency clean-up" not in words
    assert write_document(by=officer, project=project, kind="pdf", locale="ar").startswith(b"%PDF")
