"""What outsiders read was read by two, hides the few, and is corrected in the open."""

import zipfile
from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from django.contrib.auth.models import AnonymousUser

from mainstay.common.errors import AppError, NotAllowed, RuleBroken
from mainstay.measure.models import Publication
from mainstay.measure.selectors import publication_found, publications_open
from mainstay.measure.selectors.disclosure import preview_publication
from mainstay.measure.services import (
    choose_indicators,
    compute_indicators,
    correct_figure,
    export_publication,
    lock_definitions,
    publish_figures,
    withhold_figure,
)

from . import builders
from .muster import marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    project = builders.project()
    first, second = builders.officer(), builders.officer()
    choose_indicators(by=first, project=project, codes=["JB-01", "JB-02", "JB-06", "JB-08"])
    lock_definitions(by=first, project=project)

    def compute(rows, by=first):
        builders.store(settings.FACTS_FOLDER, worker_day=rows)
        return compute_indicators(by=by, project=project, last_on=date(2026, 6, 30))

    return project, first, second, compute


def values(publication):
    return {(row["code"], row["group"]): row["value"] for row in publication.content["rows"]}


def test_who_computed_does_not_publish(scene):
    project, first, second, compute = scene
    run = compute(builders.crew(project.pk, women=15, men=30))
    with pytest.raises(NotAllowed, match="SD-FIGURE"):
        publish_figures(by=first, run=run, title="June")
    assert "PUBLISHED" == publish_figures(by=second, run=run, title="June").state


def test_small_groups_sites_and_sensitive_groups_are_not_public(scene):
    project, _first, second, compute = scene
    run = compute(builders.crew(project.pk, women=4, men=30))
    shown = values(publish_figures(by=second, run=run, title="June"))
    assert "34" == shown["JB-02", ""]
    assert shown["JB-02", "sex=F"] is None
    assert shown["JB-02", "sex=M"] is None
    assert shown["JB-06", ""] is None
    assert not any("site=" in group or "disability" in group for _code, group in shown)


def test_outsiders_read_it_without_an_account_and_the_house_previews_it(scene):
    project, first, second, compute = scene
    run = compute(builders.crew(project.pk, women=15, men=30))
    assert [] == preview_publication(first, run)["risks"]
    made = publish_figures(by=second, run=run, title="June")
    assert [made.pk] == list(publications_open(AnonymousUser()).values_list("pk", flat=True))
    assert "direct jobs only" in publication_found(AnonymousUser(), made.uid)["content"]["method"].lower()


def test_a_correction_is_a_new_version_and_the_old_link_still_works(scene):
    project, _first, second, compute = scene
    rows = builders.crew(project.pk, women=15, men=30)
    old = publish_figures(by=second, run=compute(rows), title="June")
    fresh = compute([*rows, *marks(90, "PP", project=project.pk, sex="M")])
    with pytest.raises(RuleBroken, match="what was wrong"):
        correct_figure(by=second, publication=old, run=fresh, reason=" ")
    new = correct_figure(by=second, publication=old, run=fresh, reason="A roll came late")
    shown = publication_found(AnonymousUser(), old.uid)
    assert ("CORRECTED", "A roll came late", new.uid) == (shown["state"], shown["correction"], shown["newer"])
    assert "45" == {(r["code"], r["group"]): r["value"] for r in shown["content"]["rows"]}["JB-02", ""]
    assert (2, "46") == (new.version, values(new)["JB-02", ""])


def test_figures_that_differ_from_published_ones_by_few_persons_need_an_answer(scene, settings):
    project, first, second, compute = scene
    rows = builders.crew(project.pk, women=15, men=30)
    publish_figures(by=second, run=compute(rows), title="June")
    builders.store(settings.FACTS_FOLDER, worker_day=[*rows, *marks(90, "PP", project=project.pk, sex="M")])
    later = compute_indicators(by=first, project=project, last_on=date(2026, 7, 31))
    with pytest.raises(RuleBroken, match="fewer than 10 persons"):
        publish_figures(by=second, run=later, title="July")
    assert publish_figures(by=second, run=later, title="July", risks_accepted="The one joined in public.")


def test_an_older_run_is_not_published_over_a_newer_one(scene):
    project, _first, second, compute = scene
    rows = builders.crew(project.pk, women=15, men=30)
    old = compute(rows)
    compute(rows)
    with pytest.raises(RuleBroken, match="computed again"):
        publish_figures(by=second, run=old, title="June")


def test_withheld_figures_leave_their_reason(scene):
    project, _first, second, compute = scene
    made = publish_figures(by=second, run=compute(builders.crew(project.pk, women=15, men=30)), title="June")
    withhold_figure(by=second, publication=made, reason="A site came under threat")
    shown = publication_found(AnonymousUser(), made.uid)
    assert ("WITHHELD", "A site came under threat", None) == (
        shown["state"],
        shown["reason"],
        shown["content"],
    )
    assert [] == list(publications_open(AnonymousUser()))


def test_content_changed_behind_our_back_is_found(scene):
    project, _first, second, compute = scene
    made = publish_figures(by=second, run=compute(builders.crew(project.pk, women=15, men=30)), title="June")
    Publication.objects.filter(pk=made.pk).update(content=made.content | {"hidden": 99})
    with pytest.raises(AppError, match="changed after it was published"):
        publication_found(AnonymousUser(), made.uid)


def test_exports_carry_licence_method_and_date(scene, tmp_path):
    project, _first, second, compute = scene
    made = publish_figures(by=second, run=compute(builders.crew(project.pk, women=15, men=30)), title="June")
    csv, xlsx, parquet, about = export_publication(by=second, publication=made, to=tmp_path / "out")
    text = about.read_text()
    assert all(word in text for word in ("CC BY 4.0", "2026-06-30", "Method:", "Facts worker_day:"))
    assert "JB-02" in csv.read_text("utf-8-sig")
    assert zipfile.is_zipfile(xlsx)
    rows = {row["code"] + row["group"]: row for row in pq.read_table(parquet).to_pylist()}
    assert (45.0, "persons") == (rows["JB-02"]["value"], rows["JB-02"]["unit"])
    assert b"CC BY 4.0" in pq.read_schema(parquet).metadata[b"about"]
    assert Decimal(45) == Decimal(values(made)["JB-02", ""])
