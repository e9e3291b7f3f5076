"""Weighing one scheme: whether it fits a situation, what is against it, and which answers would settle it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.areas import NATIONAL, Areas
from knowledge.checks.conditions import holds
from knowledge.checks.funding_rules import FundingScheme, Requirement, State
from knowledge.checks.schemas import UNKNOWN, Answers, Met

PURPOSE = "purpose"
GEMEENTE = "gemeente"

_NOT_YET = {Met.OPEN, Met.UNKNOWN}


@dataclass(frozen=True)
class Weighed:
    """A scheme with what was found on one day: its state, its area, and each of its requirements."""

    scheme: FundingScheme
    state: State
    area: Met
    found: tuple[tuple[Requirement, Met], ...]
    answers: Answers

    @property
    def fit(self) -> Literal["fits", "may-fit", "does-not-fit"]:
        """Whether the scheme fits; what nobody could tell never excludes it."""
        if self.closed or self.area is Met.NO or self.refusing:
            return "does-not-fit"
        return "may-fit" if self.capped or self.area in _NOT_YET or self.undecided else "fits"

    @property
    def closed(self) -> bool:
        """Whether nobody who uses the wijzer can apply."""
        return self.state == "ended" or self.scheme.refused is not None

    @property
    def capped(self) -> bool:
        """Whether it may fit at most, whatever is still answered."""
        return self.state == "unknown" or bool(self.scheme.depends_on or self.doubtful)

    @property
    def refusing(self) -> list[Requirement]:
        """The requirements that exclude the scheme."""
        return [each for each, met in self.found if met is Met.NO and each.otherwise == "does-not-fit"]

    @property
    def doubtful(self) -> list[Requirement]:
        """The requirements that are not met but leave room to ask."""
        return [each for each, met in self.found if met is Met.NO and each.otherwise == "may-fit"]

    @property
    def undecided(self) -> list[Requirement]:
        """The requirements without an answer that can still change whether the scheme fits."""
        return [
            each
            for each, met in self.found
            if met in _NOT_YET and (each.otherwise == "does-not-fit" or not self.capped)
        ]

    def decides(self) -> tuple[str, ...]:
        """Return the questions whose answer would settle a scheme that may fit, each once."""
        return tuple(dict.fromkeys(self._deciding())) if self.fit == "may-fit" else ()

    def _deciding(self) -> Iterator[str]:
        if self.area in _NOT_YET and self.answers.get(GEMEENTE, UNKNOWN) == UNKNOWN:
            yield GEMEENTE
        for requirement in self.undecided:
            for condition in requirement.conditions:
                if holds(condition, self.answers) in _NOT_YET:
                    yield condition.question

    def about_purpose(self) -> bool:
        """Tell whether the scheme is certainly for what the money is wanted for."""
        return all(met is Met.YES for each, met in self.found if each.question == PURPOSE)


def weigh(scheme: FundingScheme, answers: Answers, place: "Places", day: date) -> Weighed:
    """Hold a scheme against the answers as they are on a day."""
    found = tuple((requirement, _met(requirement, answers)) for requirement in scheme.requires)
    return Weighed(scheme, scheme.state_on(day), place.covered(scheme.areas, answers), found, answers)


def _met(requirement: Requirement, answers: Answers) -> Met:
    """Take the best of a requirement and its alternatives."""
    found = {holds(condition, answers) for condition in requirement.conditions}
    return next(met for met in (Met.YES, Met.OPEN, Met.UNKNOWN, Met.NO) if met in found)


class Places:
    """Tells whether areas hold the gemeente of the answers."""

    def __init__(self, areas: Areas, provinces: Iterable[str]) -> None:
        """Prepare for the areas; `provinces` hold every gemeente of which the province is known."""
        self._areas = areas
        self._provinces = tuple(provinces)

    def covered(self, keys: Iterable[str], answers: Answers) -> Met:
        """Tell whether the gemeente of the answers is in one of the areas."""
        keys = tuple(keys)
        gemeente = answers.get(GEMEENTE)
        if NATIONAL in keys:
            return Met.YES
        if gemeente is None or gemeente == UNKNOWN:
            return Met.OPEN if gemeente is None else Met.UNKNOWN
        if any(self._areas.covers(key, str(gemeente)) for key in keys):
            return Met.YES
        provincial = any(key in self._provinces for key in keys)
        return Met.UNKNOWN if provincial and not self._located(str(gemeente)) else Met.NO

    def nearby(self, keys: Iterable[str], answers: Answers) -> bool:
        """Tell whether the areas and the gemeente of the answers both touch the region."""
        gemeente = str(answers.get(GEMEENTE, ""))
        return self._areas.in_region(gemeente) and any(
            self._areas.covers(key, each) for key in keys for each in self._areas.region_gemeenten
        )

    def _located(self, gemeente: str) -> bool:
        return any(self._areas.covers(province, gemeente) for province in self._provinces)
