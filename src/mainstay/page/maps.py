"""Maps inside pages: outlines of countries drawn on the server, without a map server and without a script."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

OUTLINES = Path(__file__).parent / "reference" / "outlines.csv"
#: Land that has no code of its own: drawn as ground, so that it is no hole; it is never marked or named.
GROUND = Path(__file__).parent / "reference" / "ground.csv"
#: The part of the world that is drawn, in tenths of a degree: from 72° north to 56° south.
WORLD = (0, 180, 3600, 1280)
SMALL = 40
#: The whole turn and half of it, in tenths of a degree.
TURN, HALF = 3600, 1800


@dataclass(frozen=True, slots=True)
class Outline:
    """A country's shape: a point inside it, the coarse path, the finer one."""

    x: int
    y: int
    world: str
    near: str


@dataclass(frozen=True, slots=True)
class Place:
    """A country to be marked: its M49 code, what is said of it, where it leads, its mark, words that stand beside it."""

    m49: int
    label: str
    link: str = ""
    mark: str = "open"
    words: str = ""


@lru_cache(maxsize=1)
def outlines() -> Mapping[int, Outline]:
    """Return the outlines of all countries by their M49 code."""
    with OUTLINES.open(encoding="utf-8", newline="") as lines:
        return {
            int(row["m49"]): Outline(int(row["x"]), int(row["y"]), row["world"], row["near"])
            for row in csv.DictReader(lines)
        }


@lru_cache(maxsize=1)
def _uncoded() -> tuple[str, str]:
    """Return the land without a code, coarse and finer."""
    with GROUND.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return "".join(row["world"] for row in rows), "".join(row["near"] for row in rows)


@lru_cache(maxsize=1)
def _ground() -> str:
    return "".join(row.world for row in outlines().values()) + _uncoded()[0]


def world(places: Iterable[Place], *, label: str) -> SafeString:
    """Return the map of the world with the places marked; each leads to its page. A country without outline is left out."""
    known = outlines()
    marked = [(place, known[place.m49]) for place in places if place.m49 in known]
    drawn = format_html_join("", "{}", ((_marked(place, shape),) for place, shape in marked))
    return format_html(
        '<svg class="map" role="group" viewBox="{} {} {} {}" aria-label="{}"><path class="ground" d="{}"/>{}</svg>',
        *WORLD, label, mark_safe(_ground()), drawn,  # noqa: S308  our own file of numbers
    )  # fmt: skip


def _marked(place: Place, shape: Outline) -> SafeString:
    """Return a marked country: its shape, and a dot on it that is seen and touched also where the shape is small."""
    inside = format_html(
        '<path class="{}" d="{}"/><circle class="{}" cx="{}" cy="{}" r="18"/><title>{}</title>',
        place.mark, mark_safe(shape.world), place.mark, shape.x, shape.y, place.label,  # noqa: S308
    )  # fmt: skip
    if place.words:
        inside = format_html(
            '{}<text x="{}" y="{}">{}</text>', inside, shape.x + 30, shape.y + 16, place.words
        )
    return (
        format_html('<a href="{}">{}</a>', place.link, inside)
        if place.link
        else format_html("<g>{}</g>", inside)
    )


#: An outline of fewer steps shows no shape that anybody knows.
SHAPE = 18


def country(m49: int | None, around: Iterable[int] = (), *, label: str) -> SafeString | str:
    """Return one country with its neighbours around it; nothing where no outline is known."""
    known = outlines()
    if m49 is None or m49 not in known:
        return ""
    own = known[m49]
    if own.near.count(" ") < SHAPE:
        return ""
    left, top, right, bottom = _extent(own.near)
    around_it = "".join(known[code].near for code in around if code in known) + _uncoded()[1]
    here = own.near
    if right - left > HALF:
        # It lies on both sides of 180°: the part in the west is drawn on to the east of the other.
        here, around_it = _gathered(here), _gathered(around_it)
        left, top, right, bottom = _extent(here)
    margin = max(right - left, bottom - top, SMALL) // 4
    wide, high = right - left + 2 * margin, bottom - top + 2 * margin
    return format_html(
        '<svg class="map one" role="img" viewBox="{} {} {} {}" aria-label="{}"><path class="ground" d="{}"/><path class="here" d="{}"/></svg>',
        left - margin, top - margin, wide, high, label, mark_safe(around_it), mark_safe(here),  # noqa: S308
    )  # fmt: skip


def _gathered(path: str) -> str:
    """Return a path with its pieces in the western half moved on behind the eastern one."""
    moved = []
    for part in path.split("M"):
        if part:
            start, sign, steps = part.partition("l")
            x, y = (int(value) for value in start.split())
            moved.append(f"M{x + TURN if x < HALF else x} {y}{sign}{steps}")
    return "".join(moved)


@lru_cache(maxsize=64)
def _extent(path: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a path of ours: ``M`` and a point, ``l`` and steps, ``z``."""
    xs, ys = [], []
    for part in path.split("M"):
        if not part:
            continue
        start, _sign, steps = part.rstrip("z").partition("l")
        x, y = (int(value) for value in start.split())
        xs.append(x)
        ys.append(y)
        numbers = [int(value) for value in steps.split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=False):
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)
