"""Which article of a subject somebody gets."""

import pytest
from knowledge_builders import make_areas, make_article

from knowledge.choice import choose

AREAS = make_areas()


def pick(areas: list[str], gemeente: str | None) -> tuple[str, bool] | None:
    versions = [make_article(f"a-{area}", "vraag", area=area) for area in areas]
    found = choose(versions, gemeente, AREAS)
    return (found.article.area, found.needs_gemeente) if found else None


@pytest.mark.parametrize(
    ("areas", "gemeente", "expected"),
    [
        (["landelijk"], "laren", ("landelijk", False)),
        (["landelijk"], "utrecht", ("landelijk", False)),
        (["landelijk"], None, ("landelijk", False)),
        (["landelijk", "regio", "duo", "laren"], "laren", ("laren", False)),
        (["landelijk", "regio", "duo", "laren"], "huizen", ("duo", False)),
        (["landelijk", "regio", "duo", "laren"], "hilversum", ("regio", False)),
        (["landelijk", "regio", "duo", "laren"], "utrecht", ("landelijk", False)),
        (["landelijk", "laren"], None, ("landelijk", True)),
        (["regio", "landelijk"], None, ("regio", False)),
        (["landelijk", "utrecht"], None, ("landelijk", False)),
        (["laren"], "laren", ("laren", False)),
        (["laren"], "huizen", None),
        (["laren"], None, ("laren", True)),
        (["duo"], None, ("duo", True)),
        (["utrecht"], None, None),
        (["utrecht"], "laren", None),
        (["regio"], "utrecht", None),
    ],
)
def test_the_most_specific_article_that_covers_the_gemeente_is_chosen(
    areas: list[str], gemeente: str | None, expected: tuple[str, bool] | None
) -> None:
    assert pick(areas, gemeente) == expected


def test_among_equals_the_one_checked_last_is_chosen() -> None:
    old = make_article("z-oud", "vraag", checked_on="2025-01-01")
    new = make_article("a-nieuw", "vraag", checked_on="2026-01-01")
    found = choose([old, new], "laren", AREAS)
    assert found is not None
    assert found.article is new
