"""What the generated people and days say to each act: who begins when, who works on which day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from mainstay.common.errors import BadInput
from mainstay.common.periods import Period
from mainstay.common.texts import noop as _

from .generators.contracts import Contracts, GeneratedSite, contracts, sites
from .generators.marks import Marks, marks
from .generators.people import People, people
from .scenario import Scenario


@dataclass
class Plan:
    """The synthetic side of one rehearsal, made once from scenario, scale and seed."""

    scenario: Scenario
    scale: Decimal
    without_site: int | None = None
    _seen: dict[int, Marks] = field(default_factory=dict)

    @cached_property
    def all_places(self) -> list[GeneratedSite]:
        """Every site that the figures were spread over."""
        return sites(self.scenario, self.scale)

    @cached_property
    def places(self) -> list[GeneratedSite]:
        """The sites that are played: all, or all but one that was left out to see the totals move."""
        return [place for place in self.all_places if place.number != self.without_site]

    @cached_property
    def contracts(self) -> Contracts:
        """Every contract."""
        return contracts(self.scenario, self.scale, self.all_places)

    @cached_property
    def people(self) -> People:
        """Every worker."""
        return people(self.scenario, int(self.contracts.person.max()) + 1)

    @cached_property
    def _home(self) -> dict[int, int]:
        """The site at which each person is registered: that of her first contract among the sites played."""
        played = {place.number - 1 for place in self.places}
        first: dict[int, tuple[date, int]] = {}
        for person, site, start in zip(
            self.contracts.person.tolist(),
            self.contracts.site.tolist(),
            self.contracts.start.tolist(),
            strict=True,
        ):
            day = self.all_places[site].days[start]
            if site in played and (person not in first or day < first[person][0]):
                first[person] = (day, site)
        return {person: site for person, (_day, site) in first.items()}

    @cached_property
    def _by_site(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, site in enumerate(self.contracts.site.tolist()):
            found.setdefault(site, []).append(index)
        return found

    def _at(self, place: GeneratedSite) -> list[int]:
        return self._by_site.get(place.number - 1, [])

    def require_fit(self) -> None:
        """Raise before anything is played where the scenario's figures do not fit, or a left-out site is none of its own."""
        numbers = [place.number for place in self.all_places]
        if self.without_site is not None and self.without_site not in numbers:
            raise BadInput(
                "no_site",
                _("At this scale there are the sites {first} to {last}; site {site} is none of them."),
                first=numbers[0],
                last=numbers[-1],
                site=self.without_site,
            )
        _made = self.contracts

    def newcomers(self, place: GeneratedSite) -> tuple[list[int], list[int]]:
        """Return who is registered at this site, and who comes here known from an earlier one."""
        here = sorted({int(self.contracts.person[index]) for index in self._at(place)})
        fresh = [person for person in here if self._home[person] == place.number - 1]
        return fresh, [person for person in here if self._home[person] != place.number - 1]

    def days_planned(self, place: GeneratedSite) -> int:
        """Return the worked days of a site's contracts together."""
        return max(1, int(self.contracts.worked[self._at(place)].sum()))

    def most_at_once(self, place: GeneratedSite) -> int:
        """Return how many people the busiest day of a site sees."""
        import numpy as np

        found = self._marks(place)
        return int(np.bincount(found.day).max()) if len(found.day) else 1

    def cohorts(self, place: GeneratedSite) -> list[int]:
        """Return the positions among a site's working days on which contracts begin."""
        return sorted({int(self.contracts.start[index]) for index in self._at(place)})

    def cohort(self, place: GeneratedSite, position: int) -> list[tuple[int, date]]:
        """Return who begins at a position, with the last day of the contract."""
        ends = self.contracts.start + self.contracts.span - 1
        return [
            (int(self.contracts.person[index]), place.days[int(ends[index])])
            for index in self._at(place)
            if self.contracts.start[index] == position
        ]

    def _marks(self, place: GeneratedSite) -> Marks:
        if place.number not in self._seen:
            stopped = None
            if self.scenario.suspension is not None:
                first, last = self.scenario.suspension
                stopped = (sum(day < first for day in place.days), sum(day <= last for day in place.days))
            self._seen[place.number] = marks(
                self.contracts, place, seed=self.scenario.seed, suspension=stopped
            )
        return self._seen[place.number]

    def busy(self, span: Period) -> list[GeneratedSite]:
        """Return the sites on which somebody has a mark in a span of days."""
        found = []
        for place in self.places:
            first, last = self._rows(place, span)
            if last > first:
                found.append(place)
        return found

    def _rows(self, place: GeneratedSite, span: Period) -> tuple[int, int]:
        """Return from where to where the marks of a span of days stand among a site's marks."""
        positions = [bisect_left(place.days, span.first), bisect_right(place.days, span.last)]
        if positions[0] == positions[1]:
            return 0, 0
        first, last = self._marks(place).day.searchsorted(positions).tolist()
        return first, last

    def marks_of(self, place: GeneratedSite, week: Period) -> Iterator[tuple[int, date, int]]:
        """Yield person, day and code number of each mark of a site in a week."""
        first, last = self._rows(place, week)
        found = self._marks(place)
        persons = self.contracts.person[found.contract[first:last]].tolist()
        for person, day, mark in zip(
            persons, found.day[first:last].tolist(), found.code[first:last].tolist(), strict=True
        ):
            yield person, place.days[day], mark
