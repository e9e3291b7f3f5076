"""The check on working at home: how each gemeente weighs answers, and what follows."""

import itertools
from collections.abc import Mapping

import pytest
from check_builders import REGION, check, content, criterion, rules_of
from working_at_home import HOME, MODEST, PLACES, answers

from knowledge.areas import Areas
from knowledge.checks.guided import GuidedCheck
from knowledge.checks.rules import RulesFile
from knowledge.checks.schemas import UNKNOWN, Met, Value, Verdict

BB: dict[str, Value] = {
    "trade": "bed and breakfast",
    "runner": "bewoner",
    "sign": False,
    "rebuild": False,
    "home": "koop",
}


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
