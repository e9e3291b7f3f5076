"""When two articles say the same: what may stand in the content only once."""

from datetime import date
from typing import Protocol


class Period(Protocol):
    """Something that is valid from one day up to and including another."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_until(self) -> date:
        """The last day."""


def bare(phrasing: str) -> str:
    """Write a phrasing without the differences that the search does not see either."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in phrasing.casefold()).split())


def overlap(first: Period, second: Period) -> bool:
    """Tell whether two periods have a day in common."""
    return first.valid_from <= second.valid_until and second.valid_from <= first.valid_until
