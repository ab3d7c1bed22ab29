"""Maps are drawn from our own outlines, without a server."""

from mainstay.page import maps

COMOROS, JORDAN, SYRIA = 174, 400, 760
RUSSIA, FIJI, SOMALIA = 643, 242, 706


def test_a_marked_country_leads_to_its_page_and_says_what_it_is():
    drawn = maps.world([maps.Place(COMOROS, "Comoros: Cyclone", "/cases/x/", "late")], label="Cases")
    assert '<a href="/cases/x/">' in drawn
    assert "<title>Comoros: Cyclone</title>" in drawn
    assert 'class="late"' in drawn


def test_a_name_with_a_tag_in_it_draws_no_tag():
    assert "<script>" not in maps.world([maps.Place(JORDAN, "<script>", mark="open")], label="<b>")


def test_a_country_stands_with_its_neighbours_and_an_unknown_one_is_not_drawn():
    drawn = maps.country(JORDAN, [SYRIA, -1], label="Jordan")
    assert 2 == drawn.count("<path")
    assert "" == maps.country(-1, label="Nowhere")
    assert "" == maps.country(None, label="Nowhere")


def test_the_map_of_the_world_stays_small():
    assert 30_000 > len(maps.world([], label="World"))


def _wide(drawn):
    return int(drawn.split('viewBox="')[1].split()[2])


def test_a_country_on_both_sides_of_180_degrees_is_drawn_in_one_piece():
    assert 2600 > _wide(maps.country(RUSSIA, label="Russian Federation"))
    assert 300 > _wide(maps.country(FIJI, label="Fiji"))


def test_land_without_a_code_is_no_hole_in_the_ground():
    hargeisa = "M22"  # its outline begins at 42–49° east, in tenths of a degree from 180° west
    coarse, fine = maps._uncoded()
    assert 4 == coarse.count("M")
    assert hargeisa in coarse
    assert coarse in maps.world([], label="World")
    assert fine in maps.country(SOMALIA, label="Somalia")
