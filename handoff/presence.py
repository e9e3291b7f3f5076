"""Whether somebody is at the desk now: what they chose, and when they were last seen there.

A choice holds for the rest of the day. Who did nothing at the desk for a while is no longer called present:
then only the working hours are known.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from kit.clock import AMSTERDAM

SEEN_WITHIN = timedelta(minutes=30)
"""So long after the last thing that somebody did at the desk they count as present."""


class Presence(StrEnum):
    """What somebody says of themselves at the desk."""

    PRESENT = "aanwezig"
    SHORTLY_AWAY = "even-weg"
    ABSENT = "afwezig"

    @property
    def label(self) -> str:
        """The word as a person reads it."""
        return self.value.replace("-", " ")


def presence_now(
    chosen: Presence | None, chosen_at: datetime | None, seen_at: datetime | None, moment: datetime
) -> Presence | None:
    """Return what is known of somebody at a moment; none when only the working hours can tell.

    Being seen at the desk is being present, unless they chose otherwise that day.
    """
    if chosen_at and chosen_at.astimezone(AMSTERDAM).date() != moment.astimezone(AMSTERDAM).date():
        chosen = None
    if chosen in {Presence.SHORTLY_AWAY, Presence.ABSENT}:
        return chosen
    return Presence.PRESENT if seen_at and moment - seen_at <= SEEN_WITHIN else None
