"""Gemeenten that become part of another one: as data with a day, and only when that is sure."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from knowledge_builders import AREAS, make_article
from pydantic import ValidationError
from ruamel.yaml import YAML

from kit.settings import ROOT
from knowledge.areas import Areas
from knowledge.choice import choose, holding
from knowledge.files import read_frame
from knowledge.schemas import AreasFile
from knowledge.search.index import SearchIndex

DAY = date(2027, 1, 1)
BEFORE = date(2026, 12, 31)
MERGE: dict[str, Any] = {
    "from": "wijdemeren",
    "into": "hilversum",
    "on": "2027-01-01",
    "certainty": "middel",
    "confirmed": True,
    "source": {"title": "Wet", "document": "Staatsblad", "date": "2026"},
}


def content(*merges: dict[str, Any]) -> AreasFile:
    return AreasFile.model_validate(
        YAML(typ="safe").load(AREAS) | {"merges": [MERGE | merge for merge in merges]}
    )


def areas(*merges: dict[str, Any], today: date = DAY, region: str = "gooi") -> Areas:
    return Areas(content(*(merges or ({},))), region, today)


@pytest.mark.parametrize(("today", "slug"), [(BEFORE, "wijdemeren"), (DAY, "hilversum")])
@pytest.mark.parametrize(
    "text", ["Nederhorst den Berg", "wijdemeren", "in Wijdemeeren", "'s-Graveland", "1394", "Loenen"]
)
def test_from_the_day_on_every_place_and_postcode_is_that_of_the_new_gemeente(
    text: str, today: date, slug: str
) -> None:
    assert areas(today=today).find(text) == slug


def test_before_the_day_everything_is_as_without_the_merge() -> None:
    before, without = areas(today=BEFORE), Areas(content(), "gooi", BEFORE)
    assert before.gemeenten() == without.gemeenten()
    assert before.region_gemeenten == without.region_gemeenten
    assert before.current("wijdemeren") == "wijdemeren"
    assert before.merged("wijdemeren") is None
    assert before.aliases("hilversum") == {"hilversum"}
    assert not before.covers("wijdemeren", "hilversum")


def test_the_new_gemeente_takes_the_place_of_the_former_one_everywhere() -> None:
    merged = areas()
    assert merged.region_gemeenten == ("gooise-meren", "hilversum", "huizen", "laren")
    assert "wijdemeren" not in merged.gemeenten()
    joined = merged.gemeenten()["hilversum"]
    assert joined.kernen[:2] == ("Hilversum", "Anna's Hoeve")
    assert {"Wijdemeren", "Nederhorst den Berg"} <= set(joined.kernen)
    assert joined.postcodes == ("1200-1223", "1394")


def test_the_old_slug_keeps_working() -> None:
    merged = areas()
    assert merged.current("wijdemeren") == "hilversum"
    assert (
        merged.is_gemeente("wijdemeren") and merged.is_area("wijdemeren") and merged.in_region("wijdemeren")
    )
    assert merged.name("wijdemeren") == "Wijdemeren"
    assert merged.covers("hilversum", "wijdemeren") and merged.covers("regio", "wijdemeren")
    assert merged.aliases("hilversum") == merged.aliases("wijdemeren") == {"hilversum", "wijdemeren"}
    assert merged.current("atlantis") == "atlantis"


def test_groups_and_the_region_follow_also_when_they_had_only_the_former_gemeente() -> None:
    merged = areas({"from": "huizen", "into": "utrecht"})
    assert merged.region_gemeenten == ("gooise-meren", "hilversum", "utrecht", "laren", "wijdemeren")
    assert merged.in_region("utrecht") and merged.covers("duo", "utrecht")
    assert not merged.covers("duo", "hilversum")
    assert areas({"from": "laren", "into": "huizen"}).covers("duo", "huizen")


def test_a_group_that_shrank_to_one_gemeente_is_less_specific_than_the_gemeente_itself() -> None:
    merged = areas({"from": "laren", "into": "huizen"})
    order = ["huizen", "laren", "duo", "regio", "landelijk"]
    assert sorted(order, key=merged.specificity, reverse=True) == order
    assert len({merged.specificity(area) for area in order}) == len(order)


def test_an_ordinary_word_stays_one_after_its_gemeente_merged() -> None:
    merged = areas({"from": "huizen", "into": "laren"})
    assert merged.find("mag ik huizen verhuren aan toeristen") is None
    assert merged.find("in huizen") == merged.find("Huizermaat") == "laren"


@pytest.mark.parametrize(
    ("certainty", "confirmed", "happens"),
    [
        ("hoog", False, True),
        ("hoog", True, True),
        ("middel", True, True),
        ("laag", True, True),
        ("middel", False, False),
        ("laag", False, False),
    ],
)
def test_a_merge_that_is_not_certain_waits_for_an_editor(
    certainty: str, confirmed: bool, happens: bool
) -> None:
    merged = areas({"certainty": certainty, "confirmed": confirmed})
    assert (merged.current("wijdemeren") == "hilversum") is happens
    assert (merged.merged("wijdemeren") is not None) is happens
    assert (merged.merge_planned("wijdemeren") is None) is happens


@pytest.mark.parametrize(
    ("moment", "slug"),
    [
        ("2026-12-31T22:59", "wijdemeren"),
        ("2026-12-31T23:01", "hilversum"),
        ("2027-06-01T12:00", "hilversum"),
    ],
)
def test_without_a_date_the_day_begins_at_midnight_in_the_netherlands(moment: str, slug: str) -> None:
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC), tick=False):
        assert Areas(content({}), "gooi").find("Nederhorst den Berg") == slug


CHAIN = ({}, {"from": "hilversum", "into": "laren", "on": "2030-01-01"})


@pytest.mark.parametrize(
    ("today", "now"), [(BEFORE, "wijdemeren"), (DAY, "hilversum"), (date(2030, 1, 1), "laren")]
)
def test_a_gemeente_that_took_another_in_may_merge_itself_later(today: date, now: str) -> None:
    merged = areas(*CHAIN, today=today)
    assert merged.current("wijdemeren") == merged.find("Nederhorst den Berg") == merged.find("1394") == now
    assert now in merged.gemeenten()


def test_after_a_chain_every_old_slug_and_place_belongs_to_the_last_one() -> None:
    merged = areas(*CHAIN, today=date(2030, 1, 1))
    assert merged.aliases("laren") == {"wijdemeren", "hilversum", "laren"}
    assert merged.region_gemeenten == ("gooise-meren", "laren", "huizen")
    assert {"Hilversum", "Wijdemeren", "Loënen"} <= set(merged.gemeenten()["laren"].kernen)


@pytest.mark.parametrize(
    ("merges", "told"),
    [
        ([{"into": "wijdemeren"}], "op in zichzelf"),
        ([{}, {"from": "hilversum", "into": "wijdemeren"}], "op in zichzelf"),
        (
            [{}, {"from": "hilversum", "into": "laren"}, {"from": "laren", "into": "wijdemeren"}],
            "op in zichzelf",
        ),
        ([{"from": "atlantis"}], "onbekende gemeente: atlantis"),
        ([{"into": "atlantis"}], "onbekende gemeente: atlantis"),
        ([{"into": "duo"}], "onbekende gemeente: duo"),
        ([{}, {"into": "laren"}], "twee keer"),
        ([{}, {"from": "hilversum", "into": "laren", "on": "2026-01-01"}], "bestaat niet meer"),
        ([{"on": "2027-02-30"}], "geen bestaande datum"),
        ([{"certainty": "misschien"}], "certainty"),
        ([{"source": None}], "source"),
        ([{"wanneer": "ooit"}], "wanneer"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(merges: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        content(*merges)


def test_an_own_article_goes_before_one_of_the_former_gemeente_and_that_before_a_general_one() -> None:
    own, former, general = (
        make_article(f"a-{area}", "vraag", area=area, subject="vraag")
        for area in ("hilversum", "wijdemeren", "landelijk")
    )
    merged = areas()

    def chosen(*versions: Any, gemeente: str = "hilversum") -> Any:
        found = choose(versions, gemeente, merged)
        return found and found.article

    assert chosen(general, former, own) is own
    assert chosen(general, former, own, gemeente="wijdemeren") is own
    assert chosen(general, former) is former
    assert chosen(general, former, gemeente="laren") is general
    assert choose([general, former, own], "wijdemeren", areas(today=BEFORE)).article is former  # type: ignore[union-attr]


def test_a_list_has_articles_of_the_former_gemeente_only_on_subjects_without_an_own_one() -> None:
    own = make_article("parkeren-hilversum", "vraag", area="hilversum", subject="parkeren")
    doubled = make_article("parkeren-wijdemeren", "vraag", area="wijdemeren", subject="parkeren")
    alone = make_article("steiger", "vraag", area="wijdemeren", subject="steiger")
    general = make_article("overal", "vraag", area="landelijk", subject="overal")
    everything = [own, doubled, alone, general]
    assert holding(everything, "hilversum", areas()) == [own, alone, general]
    assert holding(everything, "wijdemeren", areas()) == [own, alone, general]
    assert holding(everything, "wijdemeren", areas(today=BEFORE)) == [doubled, alone, general]


def test_a_question_with_a_former_place_finds_the_article_of_the_former_gemeente() -> None:
    berth = make_article(
        "steiger", "steiger voor mijn boot", area="wijdemeren", short_answer="Bij de gemeente."
    )
    loan = make_article("lening", "geld lenen bij de bank", short_answer="Bij de bank.")
    merged = areas()
    index = SearchIndex([berth, loan], merged)
    for gemeente in (None, "hilversum", "wijdemeren"):
        hits = index.search("steiger voor mijn boot in Nederhorst den Berg", gemeente=gemeente).hits
        assert hits[0].article is berth
    assert all(
        hit.article is not berth for hit in index.search("steiger voor mijn boot", gemeente="laren").hits
    )
    assert merged.without_places("steiger wijdemeren", "wijdemeren").split() == ["steiger"]


def test_the_merge_of_wijdemeren_is_planned_and_waits_for_confirmation() -> None:
    shipped = read_frame(ROOT / "knowledge" / "content").areas
    (merge,) = shipped.merges
    assert (merge.former, merge.into, merge.on) == ("wijdemeren", "hilversum", DAY)
    assert merge.certainty == "middel" and not merge.confirmed
    on_the_day = Areas(shipped, "gooi-en-vechtstreek", DAY)
    assert on_the_day.find("Loosdrecht") == "wijdemeren"
    assert on_the_day.merge_planned("wijdemeren") == merge
    confirmed = merge.model_copy(update={"confirmed": True})
    sure = shipped.model_copy(update={"merges": (confirmed,)})
    assert Areas(sure, "gooi-en-vechtstreek", BEFORE).find("Loosdrecht") == "wijdemeren"
    assert Areas(sure, "gooi-en-vechtstreek", DAY).find("Loosdrecht") == "hilversum"
