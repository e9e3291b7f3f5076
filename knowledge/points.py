"""Where places are: which gemeenten are near a spot on the map.

The points are the middles of places, so near a border the nearest may be of another gemeente. Whoever asks
gets more than one, and lets the person choose.
"""

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

POINTS_FILE = "points.csv"
FURTHEST = 12.0  # kilometres; further away is abroad or at sea
ALSO_NEAR = 3.0
"""How much further, in kilometres, the place of another gemeente may be to be named too."""
MOST = 3
_PER_DEGREE = 111.2  # kilometres from one degree of latitude to the next


@dataclass(frozen=True)
class Point:
    """The middle of a place."""

    place: str
    gemeente: str
    latitude: float
    longitude: float


def near(folder: Path, latitude: float, longitude: float) -> list[Point]:
    """Return the nearest place of each gemeente near a spot, the nearest first; none abroad."""
    measured = sorted(
        ((_distance(point, latitude, longitude), point) for point in _read(folder)),
        key=lambda found: found[0],
    )
    if not measured or measured[0][0] > FURTHEST:
        return []
    nearest: dict[str, Point] = {}
    for distance, point in measured:
        if distance > measured[0][0] + ALSO_NEAR or len(nearest) == MOST:
            break
        nearest.setdefault(point.gemeente, point)
    return list(nearest.values())


def _distance(point: Point, latitude: float, longitude: float) -> float:
    """Return the distance in kilometres, on a country so small that it may be flat."""
    east = (point.longitude - longitude) * math.cos(math.radians(latitude))
    return _PER_DEGREE * math.hypot(point.latitude - latitude, east)


@lru_cache(maxsize=2)
def _read(folder: Path) -> tuple[Point, ...]:
    path = folder / POINTS_FILE
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Point(row["place"], row["gemeente"], float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        )
