"""The werken-aan-huis-check: every rule of every gemeente, and that nothing is made of what is not known."""

import datetime
import itertools
from collections.abc import Mapping

import pytest
from check_builders import REGION, check, checks, content, criterion, open_ids, rules_of, talk

from knowledge.areas import Areas
from knowledge.checks.guided import GuidedCheck
from knowledge.checks.rules import RulesFile
from knowledge.checks.schemas import UNKNOWN, Met, Value, Verdict

HOME = "werken-aan-huis"
PLACES = (*REGION, "utrecht", "groningen")
MODEST: dict[str, Value] = {
    "trade": "boekhouder",
    "runner": "bewoner",
    "home-area": 120,
    "work-area": 20,
    "staff": 0,
    "customers": False,
    "nuisance": ("geen",),
    "sign": False,
    "rebuild": False,
    "home": "koop",
}
BB: dict[str, Value] = {
    "trade": "bed and breakfast",
    "runner": "bewoner",
    "sign": False,
    "rebuild": False,
    "home": "koop",
}


def answers(gemeente: str, **changes: Value) -> dict[str, Value]:
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return {**MODEST, "gemeente": gemeente, **named}


@pytest.mark.parametrize(
    ("gemeente", "changes", "name", "met", "limit"),
    [
        # Soort werk
        ("hilversum", {"trade": "boekhouder"}, "soort-werk", Met.YES, "ambachtelijk handwerk"),
        ("hilversum", {"trade": "fysiotherapeut"}, "soort-werk", Met.YES, "beroep of dienst"),
        ("hilversum", {"trade": "schoenmaker"}, "soort-werk", Met.YES, "ambachtelijk handwerk"),
        ("hilversum", {"trade": "kapper"}, "soort-werk", Met.UNKNOWN, "of iets dat daarop lijkt"),
        ("huizen", {"trade": "advocaat"}, "soort-werk", Met.YES, "Kom-Oost"),
        ("huizen", {"trade": "kapper"}, "soort-werk", Met.UNKNOWN, "Kom-Oost"),
        ("huizen", {"trade": "schoenmaker"}, "soort-werk", Met.UNKNOWN, "Kom-Oost"),
        ("gooise-meren", {"trade": "kapper"}, "soort-werk", Met.YES, "plan voor Naarden"),
        ("gooise-meren", {"trade": "schoenmaker"}, "soort-werk", Met.UNKNOWN, "plan voor Naarden"),
        ("wijdemeren", {"trade": "kapper"}, "soort-werk", Met.YES, "Loosdrecht"),
        ("wijdemeren", {"trade": "schoenmaker"}, "soort-werk", Met.NO, "Loosdrecht"),
        ("groningen", {"trade": "psycholoog"}, "soort-werk", Met.YES, "Korrewegwijk"),
        ("groningen", {"trade": "kunstenaar"}, "soort-werk", Met.UNKNOWN, "Korrewegwijk"),
        ("utrecht", {"trade": "kapper"}, "soort-werk", Met.YES, "geen winkel"),
        ("utrecht", {"trade": "kledingwinkel"}, "soort-werk", Met.NO, "geen winkel"),
        ("laren", {"trade": "architect"}, "soort-werk", Met.YES, "vrij beroep"),
        ("laren", {"trade": "kapper"}, "soort-werk", Met.UNKNOWN, "vrij beroep"),
        ("blaricum", {"trade": "kunstenaar"}, "soort-werk", Met.YES, "vrij beroep"),
        (
            "eemnes",
            {"trade": "klokkenmaker", "special": "geen", "work_kind": "ambacht"},
            "soort-werk",
            Met.UNKNOWN,
            "vrij beroep",
        ),
        ("utrecht", {"trade": "hondentrimsalon"}, "trimsalon", Met.UNKNOWN, "Limburg"),
        # Grootte
        ("utrecht", {"work_area": 40}, "oppervlakte", Met.YES, "een derde"),
        ("utrecht", {"work_area": 41}, "oppervlakte", Met.NO, "een derde"),
        *(
            (gemeente, {"work_area": 1}, "oppervlakte", Met.UNKNOWN, "niet gevonden")
            for gemeente in (*REGION, "groningen")
        ),
        ("utrecht", {"work_area": 59}, "hoofdzaak", Met.YES, "grootste deel"),
        ("utrecht", {"work_area": 60}, "hoofdzaak", Met.NO, "grootste deel"),
        ("gooise-meren", {"work_area": 60}, "hoofdzaak", Met.NO, "vooral woning"),
        ("wijdemeren", {"work_area": 60}, "hoofdzaak", Met.NO, "vooral woning"),
        ("hilversum", {"work_area": 60}, "hoofdzaak", Met.UNKNOWN, "blijft een woning"),
        ("laren", {"work_area": 60}, "hoofdzaak", Met.UNKNOWN, "vooral woning"),
        ("laren", {"work_area": 59}, "hoofdzaak", Met.YES, "vooral woning"),
        # Wie het bedrijf heeft
        *((gemeente, {"runner": "bewoner"}, "bewoner", Met.YES, "") for gemeente in PLACES),
        ("gooise-meren", {"runner": "ander"}, "bewoner", Met.NO, "werkt er zelf"),
        ("wijdemeren", {"runner": "ander"}, "bewoner", Met.NO, "werkt er zelf"),
        ("utrecht", {"runner": "ander"}, "bewoner", Met.NO, "woont er zelf"),
        *(
            (gemeente, {"runner": "ander"}, "bewoner", Met.UNKNOWN, "niet gevonden")
            for gemeente in ("hilversum", "huizen", "laren", "blaricum", "eemnes", "groningen")
        ),
        # Personeel, klanten, parkeren: nergens een grens bekend
        *((gemeente, {"staff": 0}, "personeel", Met.YES, "niet gevonden") for gemeente in PLACES),
        *((gemeente, {"staff": 1}, "personeel", Met.UNKNOWN, "niet gevonden") for gemeente in PLACES),
        *((gemeente, {"customers": False}, "klanten", Met.YES, "niet gevonden") for gemeente in PLACES),
        *((gemeente, {"customers": True}, "klanten", Met.UNKNOWN, "niet gevonden") for gemeente in PLACES),
        ("wijdemeren", {"staff": 1, "street_parking": True}, "parkeren", Met.UNKNOWN, "31 maart 2015"),
        ("laren", {"staff": 1, "street_parking": True}, "parkeren", Met.UNKNOWN, "niet gevonden"),
        ("laren", {"staff": 1, "street_parking": False}, "parkeren", Met.YES, "niet gevonden"),
        # Verkoop en horeca
        ("utrecht", {"customers": True, "retail": True}, "verkoop", Met.NO, "geen winkel"),
        ("huizen", {"customers": True, "retail": True}, "verkoop", Met.NO, "plankaart"),
        ("huizen", {"customers": True, "retail": False}, "verkoop", Met.YES, "plankaart"),
        *(
            (gemeente, {"customers": True, "retail": True}, "verkoop", Met.UNKNOWN, "niet gevonden")
            for gemeente in PLACES
            if gemeente not in {"utrecht", "huizen"}
        ),
        ("utrecht", {"trade": "lunchroom", "customers": True}, "horeca", Met.NO, "geen horeca"),
        *(
            (gemeente, {"trade": "lunchroom", "customers": True}, "horeca", Met.UNKNOWN, "niet gevonden")
            for gemeente in PLACES
            if gemeente != "utrecht"
        ),
        # Overlast, reclame, verbouwen, toestemming
        ("utrecht", {"nuisance": ("geluid",)}, "overlast", Met.NO, "geen overlast"),
        ("laren", {"nuisance": ("geluid",)}, "overlast", Met.UNKNOWN, "niet gevonden"),
        (
            "utrecht",
            {"nuisance": ("stank",), "category": "categorie-2"},
            "hindercategorie",
            Met.UNKNOWN,
            "zwaardere categorie",
        ),
        (
            "laren",
            {"nuisance": ("stank",), "category": "categorie-1"},
            "hindercategorie",
            Met.UNKNOWN,
            "niet gevonden",
        ),
        ("utrecht", {"sign": True}, "reclame", Met.UNKNOWN, "geen vergunning nodig"),
        ("laren", {"sign": True}, "reclame", Met.UNKNOWN, "eigen regels"),
        ("utrecht", {"rebuild": True}, "verbouwen", Met.NO, "geen verbouwing"),
        ("laren", {"rebuild": True}, "verbouwen", Met.UNKNOWN, "aparte vergunning"),
        ("utrecht", {"home": "huur", "consent": False}, "toestemming", Met.NO, "verhuurder stemt in"),
        ("laren", {"home": "huur", "consent": False}, "toestemming", Met.NO, "verhuurder kan"),
        ("laren", {"home": "huur", "consent": True}, "toestemming", Met.YES, "verhuurder kan"),
        ("utrecht", {"home": "vve", "consent": False}, "toestemming", Met.NO, "VvE"),
    ],
)
def test_a_criterion_is_weighed_by_the_rule_of_the_gemeente(
    gemeente: str, changes: Mapping[str, Value], name: str, met: Met, limit: str
) -> None:
    found = criterion(check(HOME).judge(answers(gemeente, **changes)), name)
    assert found.met is met
    assert limit in found.limit
    assert found.sources
    assert found.checked_on.year == 2026


@pytest.mark.parametrize(
    ("gemeente", "changes", "name", "met"),
    [
        ("utrecht", {"bb-rooms": 2, "bb-beds": 5}, "bed-and-breakfast", Met.YES),
        ("utrecht", {"bb-rooms": 3, "bb-beds": 5}, "bed-and-breakfast", Met.NO),
        ("utrecht", {"bb-rooms": 2, "bb-beds": 6}, "bed-and-breakfast", Met.NO),
        ("utrecht", {"bb-rooms": 2, "bb-beds": UNKNOWN}, "bed-and-breakfast", Met.UNKNOWN),
        ("gooise-meren", {"bb-nights": 3, "bb-breakfast": True}, "bed-and-breakfast", Met.YES),
        ("gooise-meren", {"bb-nights": 4, "bb-breakfast": True}, "bed-and-breakfast", Met.NO),
        ("gooise-meren", {"bb-nights": 3, "bb-breakfast": False}, "bed-and-breakfast", Met.NO),
        ("hilversum", {"bb-separate": False}, "bed-and-breakfast", Met.YES),
        ("hilversum", {"bb-separate": True}, "bed-and-breakfast", Met.NO),
        ("eemnes", {}, "bed-and-breakfast", Met.UNKNOWN),
        ("laren", {}, "bed-and-breakfast", Met.UNKNOWN),
        ("utrecht", {"trade": "gastouder", "children": 6}, "gastouder", Met.YES),
        ("utrecht", {"trade": "gastouder", "children": 7}, "gastouder", Met.NO),
        ("laren", {"trade": "gastouder", "children": 3}, "gastouder", Met.UNKNOWN),
    ],
)
def test_special_cases_have_rules_of_their_own(
    gemeente: str, changes: Mapping[str, Value], name: str, met: Met
) -> None:
    outcome = check(HOME).judge({**BB, "gemeente": gemeente, **changes})
    assert criterion(outcome, name).met is met
    assert {"soort-werk", "oppervlakte", "verkoop", "horeca", "hindercategorie"}.isdisjoint(
        each.id for each in outcome.criteria
    )


@pytest.mark.parametrize(
    ("gemeente", "changes", "verdict"),
    [
        ("utrecht", {}, Verdict.LIKELY),
        ("utrecht", {"home": "huur", "consent": True}, Verdict.LIKELY),
        ("utrecht", {"home": "huur", "consent": False}, Verdict.UNKNOWN),
        ("utrecht", {"staff": 1, "street_parking": False}, Verdict.UNKNOWN),
        ("utrecht", {"work_area": 50}, Verdict.PERMIT),
        ("utrecht", {"runner": "ander"}, Verdict.PERMIT),
        ("utrecht", {"rebuild": True}, Verdict.PERMIT),
        ("utrecht", {"customers": True, "retail": True}, Verdict.UNLIKELY),
        ("utrecht", {"customers": True, "retail": True, "work_area": 50}, Verdict.UNLIKELY),
        ("utrecht", {"trade": "snackbar"}, Verdict.UNLIKELY),
        ("huizen", {"customers": True, "retail": True}, Verdict.UNLIKELY),
        ("wijdemeren", {"runner": "ander"}, Verdict.PERMIT),
        ("gooise-meren", {"work_area": 80}, Verdict.PERMIT),
        *((gemeente, {}, Verdict.UNKNOWN) for gemeente in (*REGION, "groningen", "amsterdam")),
    ],
)
def test_the_verdict_follows_from_the_criteria(
    gemeente: str, changes: Mapping[str, Value], verdict: Verdict
) -> None:
    outcome = check(HOME).judge(answers(gemeente, **changes))
    assert outcome.verdict is verdict
    assert (
        outcome.verdict_label
        == {
            Verdict.LIKELY: "waarschijnlijk toegestaan",
            Verdict.PERMIT: "melding of vergunning nodig",
            Verdict.UNLIKELY: "waarschijnlijk niet",
            Verdict.UNKNOWN: "onbekend: vraag het na",
        }[verdict]
    )
    assert "geen rechten" in outcome.disclaimer


def test_likely_needs_every_question_answered() -> None:
    full = answers("utrecht")
    for name in full:
        without = {key: value for key, value in full.items() if key != name}
        assert check(HOME).judge(without).verdict is not Verdict.LIKELY, name
        assert check(HOME).judge({**full, name: UNKNOWN}).verdict is not Verdict.LIKELY, name


def test_an_old_source_is_told_with_its_year_and_that_it_may_have_changed() -> None:
    found = criterion(check(HOME).judge(answers("utrecht")), "oppervlakte")
    assert "2012" in found.explanation
    assert "kan zijn veranderd" in found.explanation
    assert [source.date for source in found.sources] == ["2012"]


def test_the_verdict_names_what_decided() -> None:
    outcome = check(HOME).judge(answers("utrecht", work_area=50, rebuild=True))
    assert outcome.summary.endswith("Dat komt door: grootte van de werkruimte en verbouwen.")


def test_limits_elsewhere_are_shown_as_such_where_none_is_known() -> None:
    found = criterion(check(HOME).judge(answers("laren")), "oppervlakte")
    assert any("in Heiloo 20 procent en 50 m²" in text for text in found.elsewhere)
    assert all(text.startswith("Ter vergelijking, dit geldt niet voor u:") for text in found.elsewhere)
    assert criterion(check(HOME).judge(answers("utrecht")), "oppervlakte").elsewhere == ()


def _without_comparisons(rules: RulesFile) -> GuidedCheck:
    criteria = tuple(each.model_copy(update={"elsewhere": ()}) for each in rules.criteria)
    areas = Areas(content().areas, "gooi-en-vechtstreek")
    return GuidedCheck(rules.model_copy(update={"criteria": criteria}), areas, content().vocabulary)


@pytest.mark.parametrize("gemeente", PLACES)
def test_comparisons_never_change_a_verdict(gemeente: str) -> None:
    bare = _without_comparisons(rules_of(HOME))
    values = {
        "work-area": (10, 40, 100, UNKNOWN),
        "staff": (0, 3),
        "customers": (True, False),
        "retail": (True, False, UNKNOWN),
        "street-parking": (True, False),
        "nuisance": (("geen",), ("geluid",)),
    }
    for combination in itertools.product(*values.values()):
        given = {**MODEST, "gemeente": gemeente, **dict(zip(values, combination, strict=True))}
        one, other = check(HOME).judge(given), bare.judge(given)
        assert one.verdict is other.verdict
        assert [each.met for each in one.criteria] == [each.met for each in other.criteria]


def test_judging_changes_nothing_and_is_the_same_every_time() -> None:
    given = answers("utrecht")
    before = dict(given)
    assert check(HOME).judge(given) == check(HOME).judge(given)
    assert given == before


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
