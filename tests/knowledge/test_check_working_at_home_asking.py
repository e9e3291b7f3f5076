"""The check on working at home: what it asks, what it no longer asks, and what it advises."""

import datetime
from collections.abc import Mapping

import pytest
from check_builders import check, checks, content, criterion, open_ids, rules_of, talk
from working_at_home import HOME, PLACES, answers

from knowledge.areas import Areas
from knowledge.checks.guided import GuidedCheck
from knowledge.checks.schemas import UNKNOWN, Met, Value, Verdict


@pytest.mark.parametrize("gemeente", (*PLACES, UNKNOWN))
@pytest.mark.parametrize("reply", ["ja", "nee", "0", "weet ik niet", "1"])
def test_the_questions_come_to_an_end(gemeente: str, reply: str) -> None:
    given = check(HOME).accept({"gemeente": gemeente, "trade": "kapper"})
    for _ in check(HOME).all_questions():
        asked = check(HOME).questions(given)
        if not asked:
            break
        read = check(HOME).read(reply, asked[0].id)
        given = {**given, asked[0].id: UNKNOWN, **{key: read[key] for key in read if key == asked[0].id}}
    assert check(HOME).questions(given) == []


def test_not_knowing_anything_ends_in_unknown_with_a_person() -> None:
    given = talk(HOME, ["weet ik niet"] * 30)
    outcome = check(HOME).judge(given)
    assert open_ids(HOME, given) == []
    assert outcome.verdict is Verdict.UNKNOWN
    assert any("accountmanager" in step.text for step in outcome.steps)
    assert outcome.ask
    assert all(each.met is Met.UNKNOWN for each in outcome.criteria)


def test_without_answers_everything_is_open_and_the_gemeente_is_asked_first() -> None:
    outcome = check(HOME).judge({})
    assert outcome.verdict is Verdict.UNKNOWN
    assert {each.met for each in outcome.criteria} <= {Met.OPEN}
    assert open_ids(HOME, {})[:2] == ["gemeente", "trade"]


@pytest.mark.parametrize(
    ("given", "asked", "not_asked"),
    [
        (
            {"trade": "boekhouder"},
            {"runner", "home-area"},
            {"special", "work-kind", "horeca", "bb-rooms", "children"},
        ),
        ({"trade": "klokkenmaker"}, {"special"}, {"work-kind", "children"}),
        ({"trade": "klokkenmaker", "special": "geen"}, {"work-kind"}, {"bb-rooms", "children"}),
        (
            {"trade": "gastouder"},
            {"children", "runner", "home"},
            {"home-area", "staff", "retail", "nuisance", "customers"},
        ),
        (
            {"trade": "bed and breakfast"},
            {"bb-rooms", "bb-beds"},
            {"bb-nights", "children", "home-area", "retail"},
        ),
        ({"trade": "kapper", "customers": False}, {"staff"}, {"retail", "horeca", "street-parking"}),
        ({"trade": "kapper", "customers": False, "staff": 0}, {"sign"}, {"street-parking"}),
        ({"trade": "kapper", "customers": True, "staff": 0}, {"street-parking", "retail"}, {"horeca"}),
        ({"nuisance": ("geen",)}, {"sign"}, {"category"}),
        ({"trade": "kapper", "nuisance": ("stank",)}, {"category"}, set()),
        ({"trade": "kapper", "home": "koop"}, set(), {"consent"}),
        ({"trade": "kapper", "home": "huur"}, {"consent"}, set()),
        ({"trade": "kapper", "home-area": 100}, {"work-area"}, {"share"}),
        ({"trade": "kapper", "home-area": UNKNOWN, "work-area": 20}, {"share"}, {"home-area"}),
        ({"trade": "kapper", "share": 20}, set(), {"home-area", "work-area"}),
    ],
)
def test_only_what_still_matters_is_asked(
    given: dict[str, Value], asked: set[str], not_asked: set[str]
) -> None:
    found = set(open_ids(HOME, {"gemeente": "utrecht", **given}))
    assert asked <= found
    assert found.isdisjoint(not_asked | set(given))


def test_a_clear_no_ends_the_questions() -> None:
    assert open_ids(HOME, {"gemeente": "utrecht", "trade": "restaurant"}) == []
    assert open_ids(HOME, {"gemeente": "laren", "trade": "restaurant"}) != []


def test_one_sentence_leaves_only_the_rest_to_ask() -> None:
    sentence = "ik ben kapper in Huizen, kamer van 4 bij 5 in een huis van 120 m2, geen personeel"
    given = talk(HOME, [f"{sentence}, klanten komen aan huis"])
    assert open_ids(HOME, given) == [
        "runner",
        "retail",
        "nuisance",
        "street-parking",
        "sign",
        "rebuild",
        "home",
    ]


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"rebuild": True}, "vergunningcheck"),
        ({"home": "huur", "consent": False}, "Vraag toestemming"),
        ({"work_area": 60}, "om van de regels af te wijken"),
        ({"trade": "snackbar"}, "andere plek"),
    ],
)
def test_steps_fit_the_situation(changes: Mapping[str, Value], step: str) -> None:
    assert not any(step in one.text for one in check(HOME).judge(answers("utrecht")).steps)
    assert any(step in one.text for one in check(HOME).judge(answers("utrecht", **changes)).steps)


def test_the_checks_are_offered_in_a_fixed_order() -> None:
    assert [each.id for each in checks().all()] == ["werken-aan-huis", "financiering", "locatie"]
    assert checks().get("koken") is None


@pytest.mark.parametrize("name", [HOME, "locatie"])
def test_nothing_that_people_read_exceeds_a_message(name: str) -> None:
    one = check(name)
    texts = [one.introduction, *(question.text for question in one.all_questions())]
    assert all(len(text) < 300 for text in texts)


def test_a_rule_of_a_former_gemeente_decides_nothing_in_the_one_it_became_part_of() -> None:
    merges = tuple(merge.model_copy(update={"confirmed": True}) for merge in content().areas.merges)
    file = content().areas.model_copy(update={"merges": merges})
    later = Areas(file, "gooi-en-vechtstreek", datetime.date(2027, 6, 1))
    merged = GuidedCheck(rules_of(HOME), later, content().vocabulary)
    given = merged.accept(answers("Loosdrecht", runner="ander"))
    found = criterion(merged.judge(given), "bewoner")
    assert given["gemeente"] == "hilversum"
    assert found.met is Met.UNKNOWN
    assert "Loosdrecht" in found.limit
    assert criterion(merged.judge({**given, "runner": "bewoner"}), "bewoner").met is Met.YES
    assert criterion(check(HOME).judge(answers("wijdemeren", runner="ander")), "bewoner").met is Met.NO
