"""What the financieringswijzer asks, how it reads answers, and until when a scheme counts."""

from pathlib import Path

import pytest
import time_machine
from funding_builders import (
    BBZ,
    CONTENT,
    GREEN,
    MAIN,
    SCHEME,
    answers,
    condition,
    fit_of,
    scheme_in,
    wijzer_of,
    write,
)

from knowledge.checks.errors import AnswersError
from knowledge.checks.funding import FundingCheck
from knowledge.checks.schemas import UNKNOWN


@pytest.mark.parametrize(
    ("given", "asked", "not_asked"),
    [
        ("", {"phase", "gemeente", "purpose", "amount"}, set()),
        ("phase=bestaand gemeente=huizen purpose=scholing", {"staff"}, {"profit", "income", "benefit"}),
        ("phase=bestaand gemeente=huizen purpose=verduurzaming", {"profit"}, {"staff", "income", "together"}),
        ("phase=bestaand gemeente=huizen purpose=tekort income=false", {"amount"}, {"hours", "benefit"}),
        ("phase=idee gemeente=huizen purpose=start", {"benefit", "sector"}, {"staff", "together"}),
        ("phase=idee gemeente=amsterdam purpose=start", {"benefit"}, {"sector"}),
        ("phase=bestaand gemeente=laren purpose=innovatie", {"together"}, {"staff", "benefit"}),
        ("phase=starter gemeente=huizen purpose=buurt together=samen amount=900", set(), {"bank-refused"}),
    ],
)
def test_only_what_can_change_something_is_asked(
    wijzer: FundingCheck, given: str, asked: set[str], not_asked: set[str]
) -> None:
    names = {question.id for question in wijzer.questions(answers(given))}
    assert asked <= names
    assert not not_asked & names


def test_the_questions_end_and_no_answer_is_asked_again(wijzer: FundingCheck) -> None:
    given = answers(BBZ)
    while questions := wijzer.questions(given):
        assert questions[0].id not in given
        given[questions[0].id] = UNKNOWN
    assert wijzer.judge(given) == wijzer.judge(dict(given))


@pytest.mark.parametrize("amount", ["-500", -500, "0", 0, "veel", True])
def test_money_that_cannot_be_is_refused(wijzer: FundingCheck, amount: object) -> None:
    with pytest.raises(AnswersError) as refused:
        wijzer.accept({"amount": amount})
    assert set(refused.value.reasons) == {"amount"}


@pytest.mark.parametrize(
    "raw", [{"purpose": "vakantie"}, {"gemeente": "Atlantis"}, {"leeftijd": "30"}, {"staff": "veel"}]
)
def test_answers_that_do_not_exist_are_refused(wijzer: FundingCheck, raw: dict[str, object]) -> None:
    with pytest.raises(AnswersError):
        wijzer.accept(raw)


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        (
            "ik wil starten in Huizen en heb 25.000 euro nodig",
            None,
            "purpose=start gemeente=huizen amount=25000",
        ),
        ("de bank zei nee", None, "bank-refused=ja"),
        ("nee", "bank-refused", "bank-refused=nee"),
        ("ja", "bank-refused", "bank-refused=ja"),
        ("nee", "benefit", "benefit=nee"),
        ("ik heb een WW-uitkering", "benefit", "benefit=uwv"),
        ("samen", "together", "together=samen"),
        ("10k", "amount", "amount=10000"),
        ("geen personeel", None, "staff=false"),
        ("weet ik niet", "profit", "profit=onbekend"),
    ],
)
def test_answers_are_read_from_sentences(
    wijzer: FundingCheck, text: str, asked: str | None, found: str
) -> None:
    read = wijzer.read(text, asked)
    assert answers(found).items() <= read.items()
    assert wijzer.accept(read) == read


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        ("amount", 25000, "€ 25.000"),
        ("staff", True, "ja"),
        ("gemeente", "gooise-meren", "Gooise Meren"),
        ("purpose", "start", "Mijn bedrijf starten"),
        ("amount", UNKNOWN, "weet ik niet"),
    ],
)
def test_answers_are_said_as_people_say_them(
    wijzer: FundingCheck, question: str, value: str | int, text: str
) -> None:
    assert wijzer.say(question, value) == text


@pytest.mark.parametrize(
    ("day", "fit", "until"),
    [
        ("2027-06-30", "fits", "tot en met 30 juni 2027"),
        ("2027-07-01", "does-not-fit", "gestopt in 2027"),
    ],
)
def test_an_open_scheme_ends_by_its_date(day: str, fit: str, until: str) -> None:
    with time_machine.travel(f"{day}T12:00:00+02:00", tick=False):
        wijzer = wijzer_of(CONTENT, "gooi-en-vechtstreek")
        outcome = wijzer.judge(answers(f"{GREEN} collateral=false bank-refused=nee"))
    found = scheme_in(outcome, "bmkb-groen")
    assert found
    assert (found.fit, found.until) == (fit, until)


def test_the_night_decides_in_dutch_time(folder: Path) -> None:
    write(folder, {**SCHEME, "until": "2026-06-30"})
    wijzer = wijzer_of(folder, "gooi")
    for moment, fit in (("2026-06-30T21:59:00Z", "fits"), ("2026-06-30T22:01:00Z", "does-not-fit")):
        with time_machine.travel(moment, tick=False):
            assert fit_of(wijzer, "purpose=start", "fonds") == fit


def test_yearly_figures_make_a_scheme_uncertain_afterwards(wijzer: FundingCheck) -> None:
    with time_machine.travel("2027-01-01T12:00:00+01:00", tick=False):
        found = scheme_in(wijzer.judge(answers(GREEN)), "eia")
    assert found
    assert (found.fit, found.until) == ("may-fit", "onbekend: vraag het na")


def test_nothing_ended_is_ever_available(wijzer: FundingCheck) -> None:
    ended = {scheme.id for scheme in wijzer._rules.schemes if scheme.state == "ended"}
    purposes = next(question for question in wijzer.all_questions() if question.id == "purpose").options
    for gemeente in ("hilversum", "eemnes", "utrecht", "groningen", "rotterdam", UNKNOWN):
        for purpose in (*(option.value for option in purposes), UNKNOWN):
            for scheme in wijzer.judge({"gemeente": gemeente, "purpose": purpose}).schemes:
                assert scheme.id not in ended or scheme.fit == "does-not-fit"


@pytest.mark.parametrize(
    ("given", "fit", "decides"),
    [
        ("", "may-fit", ("purpose", "staff")),
        ("purpose=start", "fits", ()),
        ("purpose=gevel", "may-fit", ("staff",)),
        ("purpose=gevel staff=true", "fits", ()),
        ("purpose=gevel staff=false", "does-not-fit", ()),
        ("purpose=start staff=false", "fits", ()),
        ("staff=true", "fits", ()),
    ],
)
def test_an_alternative_is_as_good(folder: Path, given: str, fit: str, decides: tuple[str, ...]) -> None:
    other = {"question": "staff", "operator": "is", "value": True}
    write(folder, {**SCHEME, "requires": [condition("purpose", "is", "start", **{"or": [other]})]})
    found = scheme_in(wijzer_of(folder, "gooi").judge(answers(given)), "fonds")
    assert found
    assert (found.fit, found.decides) == (fit, decides)


def test_an_uncertain_source_is_told(folder: Path) -> None:
    write(folder, {**SCHEME, "certainty": "laag"})
    found = scheme_in(wijzer_of(folder, "gooi").judge({}), "fonds")
    assert found
    assert found.because == ("Oude bron.",)


def test_a_province_is_not_denied_to_who_may_be_in_it(folder: Path) -> None:
    write(folder, {**SCHEME, "areas": ["duo"]}, main=MAIN)
    wijzer = wijzer_of(folder, "gooi")
    found = {place: fit_of(wijzer, f"gemeente={place}", "fonds") for place in ("huizen", "utrecht")}
    assert found == {"huizen": "fits", "utrecht": "may-fit"}
