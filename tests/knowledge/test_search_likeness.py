"""A question that is nearly one phrasing stands out, also where many subjects hold all of its words."""

import pytest
from knowledge_builders import make_areas, make_article

from knowledge.search.index import SearchIndex
from knowledge.search.likeness import likeness
from knowledge.search.verdict import lead_in_likeness

ASKED = "welke subsidies geeft mijn gemeente"


@pytest.mark.parametrize(
    ("text", "phrasings", "found"),
    [
        ("subsidie geven gemeente", ["gemeente geven subsidie", "iets anders"], 1.0),
        ("subsidie", ["subsidie"], 0.0),
        ("", ["subsidie"], 0.0),
        ("welke subsidie", [], 0.0),
    ],
    ids=["other-order", "one-word", "nothing", "no-phrasings"],
)
def test_how_like_the_nearest_phrasing_is(text: str, phrasings: list[str], found: float) -> None:
    assert likeness(text, phrasings) == found


def test_all_words_spread_over_several_phrasings_make_no_sure_answer() -> None:
    own = make_article("eigen", subject="eigen", questions=["welke subsidie geeft de gemeente mij"])
    spread = ["welke regels geeft u voor subsidies", "mijn gemeente betaalt te laat", "gemeente en subsidies"]
    other = make_article("ander", subject="ander", questions=spread)
    ranked = SearchIndex([own, other], make_areas()).rank(ASKED)
    assert [hit.article.id for hit in ranked] == ["ander", "eigen"]
    assert ranked[1].likeness > 0.9 > ranked[0].likeness
    assert lead_in_likeness(ranked) < 0


def test_nothing_found_has_no_lead() -> None:
    assert lead_in_likeness([]) == 0.0
