"""Coverage: each subject of a topic stands where it belongs for each gemeente."""

import json
from datetime import date
from typing import Any

import pytest
from knowledge_builders import FIELDS, make_areas

from knowledge.quality.coverage import Cell, coverage
from knowledge.schemas import ArticleFile

TODAY = date(2026, 11, 21)
NOT_FOUND = {"certainty": "laag", "short_answer": "Voor Laren hebben wij geen regel gevonden."}


def article(subject: str, area: str, **fields: Any) -> ArticleFile:
    values = {"id": f"{subject}-{area}", "subject": subject, "area": area, "short_answer": "Dat mag."}
    return ArticleFile.model_validate(FIELDS | values | fields)


def cell(gemeente: str, *articles: ArticleFile, topic: str = "financiering") -> Cell:
    return coverage(articles, make_areas(), TODAY).cells[topic][gemeente]


def test_own_articles_go_before_general_ones() -> None:
    articles = [article("lening", "landelijk"), article("lening", "laren"), article("borg", "regio")]
    assert cell("laren", *articles) == Cell(own=("lening",), general=("borg",))
    assert cell("huizen", *articles) == Cell(general=("borg", "lening"))


def test_a_group_is_general_for_its_members_and_nothing_for_others() -> None:
    assert cell("laren", article("lening", "duo")) == Cell(general=("lening",))
    assert cell("hilversum", article("lening", "duo")) == Cell()


def test_what_only_another_gemeente_has_is_missing() -> None:
    assert cell("huizen", article("lening", "laren")) == Cell(missing=("lening",))


def test_a_subject_of_one_place_is_missing_nowhere_else() -> None:
    assert cell("huizen", article("fonds-hilversum", "hilversum")) == Cell()


def test_an_article_that_says_not_found_is_unknown() -> None:
    articles = [article("lening", "landelijk"), article("lening", "laren", **NOT_FOUND)]
    assert cell("laren", *articles) == Cell(unknown=("lening",))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Dat hebben wij niet gevonden.", True),
        ("Wij hebben hierover niets in onze bronnen gevonden.", True),
        ("Een regeling van Laren kennen wij niet.", True),
        ("Wij kennen geen subsidie van Laren.", True),
        ("Dat staat niet in onze bronnen.", True),
        ("U kunt geen lening krijgen. Een adviseur is zo gevonden.", False),
        ("Dat mag niet.", False),
    ],
)
def test_words_that_say_not_found_are_recognised(text: str, unknown: bool) -> None:
    found = cell("laren", article("lening", "laren", certainty="laag", short_answer=text))
    assert found == (Cell(unknown=("lening",)) if unknown else Cell(own=("lening",)))


def test_a_sure_article_is_never_unknown() -> None:
    assert cell("laren", article("lening", "laren", **NOT_FOUND | {"certainty": "hoog"})).own == ("lening",)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"valid_until": "2026-11-20"},
        {"valid_from": "2026-11-22", "valid_until": "2027-01-01"},
        {"language": "en", "translation_of": "iets-anders"},
    ],
)
def test_what_nobody_in_the_netherlands_reads_now_covers_nothing(fields: dict[str, Any]) -> None:
    assert cell("laren", article("lening", "laren", **fields)) == Cell()


def test_gemeenten_outside_the_region_come_last_and_miss_nothing() -> None:
    found = coverage([article("lening", "laren"), article("borg", "utrecht")], make_areas(), TODAY)
    assert list(found.gemeenten)[-1] == "utrecht"
    assert "buren" not in found.gemeenten
    assert found.cells["financiering"]["utrecht"] == Cell(own=("borg",))
    assert found.cells["financiering"]["laren"] == Cell(own=("lening",))


def test_the_table_is_plain_data() -> None:
    data = json.loads(json.dumps(coverage([article("lening", "laren")], make_areas(), TODAY).as_data()))
    assert data["gemeenten"]["laren"] == "Laren"
    assert data["topics"]["financiering"]["huizen"] == {
        "own": [],
        "general": [],
        "unknown": [],
        "missing": ["lening"],
    }
