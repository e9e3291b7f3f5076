"""Places in what people type, and which article covers which gemeente."""

import pytest
from knowledge_builders import make_areas

from knowledge.errors import KnowledgeError
from knowledge.topics import TOPICS, TopicKey


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hilversum", "hilversum"),
        ("hilversum", "hilversum"),
        ("in HILVERSUM", "hilversum"),
        ("bij Bussum", "gooise-meren"),
        ("Gooise Meren", "gooise-meren"),
        ("gooisemeren", "gooise-meren"),
        ("gooise-meren", "gooise-meren"),
        ("ik woon in naarden-vesting", "gooise-meren"),
        ("naarden vesting", "gooise-meren"),
        ("'s-Graveland", "wijdemeren"),
        ("’s Graveland", "wijdemeren"),
        ("s graveland", "wijdemeren"),
        ("sgraveland", "wijdemeren"),
        ("nederhorst den berg", "wijdemeren"),
        ("Loenen", "wijdemeren"),
        ("annas hoeve", "hilversum"),
        ("1217 AB", "hilversum"),
        ("1217ab", "hilversum"),
        ("1217", "hilversum"),
        ("postcode 1217", "hilversum"),
        ("mijn adres is 1402 CD", "gooise-meren"),
        ("1394", "wijdemeren"),
        ("Utrecht", "utrecht"),
        ("de meern", "utrecht"),
        ("van utrecht naar hilversum", "hilversum"),
        ("huizen", "huizen"),
        ("in huizen", "huizen"),
        ("mag ik in huizen een kapsalon beginnen", "huizen"),
        ("Geldt dat ook voor Huizen?", "huizen"),
        ("huizermaat", "huizen"),
        ("hilvrsum", "hilversum"),
        ("in wijdemeeren", "wijdemeren"),
        ("bergen nh", "bergen-nh"),
    ],
)
def test_a_gemeente_is_found_by_name_kern_and_postcode(text: str, slug: str) -> None:
    assert make_areas().find(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "geen idee",
        "mag ik huizen verhuren aan toeristen",
        "overlast van buren",
        "muizen",
        "haren",
        "in 2026 is het anders",
        "ik verdien 1217 euro per maand",
        "9999 ZZ",
        "0217",
        "hilversum of laren",
    ],
)
def test_what_names_no_single_gemeente_finds_none(text: str) -> None:
    assert make_areas().find(text) is None


def test_the_names_of_places_are_taken_out_of_a_question() -> None:
    areas = make_areas()
    assert areas.without_places("subsidie in Bussum aanvragen").split() == ["subsidie", "in", "aanvragen"]
    assert areas.without_places("overlast van buren") == "overlast van buren"
    assert areas.without_places("praktijk aan huis huizen", "huizen").split() == ["praktijk", "aan", "huis"]


@pytest.mark.parametrize(
    ("area", "gemeente", "covered"),
    [
        ("landelijk", "hilversum", True),
        ("landelijk", "atlantis", True),
        ("regio", "laren", True),
        ("regio", "utrecht", False),
        ("gooi", "laren", True),
        ("domstad", "utrecht", True),
        ("duo", "laren", True),
        ("duo", "hilversum", False),
        ("laren", "laren", True),
        ("laren", "huizen", False),
        ("atlantis", "laren", False),
    ],
)
def test_an_area_covers_its_gemeenten(area: str, gemeente: str, covered: bool) -> None:
    assert make_areas().covers(area, gemeente) is covered


def test_smaller_areas_are_more_specific() -> None:
    areas = make_areas()
    weights = [areas.specificity(area) for area in ("laren", "duo", "regio", "landelijk")]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4


def test_the_region_is_a_setting() -> None:
    areas = make_areas("domstad")
    assert areas.region_gemeenten == ("utrecht",)
    assert areas.region_name == areas.name("regio") == "Domstad"
    assert areas.in_region("utrecht")
    assert not areas.in_region("laren")
    assert areas.covers("regio", "utrecht")
    assert next(iter(areas.gemeenten())) == "utrecht"


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="atlantis"):
        make_areas("atlantis")


def test_areas_have_names_for_people() -> None:
    areas = make_areas()
    assert areas.name("gooise-meren") == "Gooise Meren"
    assert areas.name("duo") == "Duo-gemeenten"
    assert areas.name("landelijk") == "heel Nederland"
    assert areas.name("atlantis") == "atlantis"


def test_keys_are_areas_or_gemeenten() -> None:
    areas = make_areas()
    assert all(map(areas.is_area, ("landelijk", "regio", "gooi", "duo", "laren")))
    assert not areas.is_area("atlantis")
    assert areas.is_gemeente("laren")
    assert not areas.is_gemeente("duo")


def test_the_topics_are_the_ones_of_the_files() -> None:
    assert tuple(TOPICS) == TopicKey.__value__.__args__
    assert len(TOPICS) == 10
