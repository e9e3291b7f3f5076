"""Which gemeenten are near a spot on the map."""

from pathlib import Path

import pytest

from kit.settings import ROOT
from knowledge.areas import Areas
from knowledge.files import read_frame
from knowledge.points import POINTS_FILE, _read, near

CONTENT = ROOT / "knowledge" / "content"


@pytest.mark.parametrize(
    ("latitude", "longitude", "gemeente"),
    [
        (52.22, 5.18, "hilversum"),
        (52.27, 5.16, "gooise-meren"),
        (52.25, 5.26, "eemnes"),
        (52.09, 5.12, "utrecht"),
        (53.22, 6.57, "groningen"),
    ],
)
def test_the_gemeente_of_a_town_is_among_those_near_its_middle(
    latitude: float, longitude: float, gemeente: str
) -> None:
    found = near(CONTENT, latitude, longitude)
    assert found[0].gemeente == gemeente and 1 <= len(found) <= 3
    assert len({each.gemeente for each in found}) == len(found)


@pytest.mark.parametrize(("latitude", "longitude"), [(48.86, 2.35), (54.5, 3.5), (0.0, 0.0), (-900.0, 1e9)])
def test_abroad_and_at_sea_there_is_none(latitude: float, longitude: float) -> None:
    assert near(CONTENT, latitude, longitude) == []


def test_content_without_points_knows_none(tmp_path: Path) -> None:
    assert near(tmp_path, 52.22, 5.18) == []


def test_every_point_is_in_the_country_and_in_a_gemeente_that_the_content_knows() -> None:
    areas = Areas(read_frame(CONTENT).areas, "gooi-en-vechtstreek")
    points = _read(CONTENT)
    assert len(points) > 1000, POINTS_FILE
    for point in points:
        assert areas.is_gemeente(point.gemeente), point
        assert 50.7 < point.latitude < 53.6 and 3.3 < point.longitude < 7.3, point
    assert set(areas.region_gemeenten) <= {point.gemeente for point in points}
