"""Answers from outside: made what the question asks for, or refused with a reason in Dutch."""

import pytest
from check_builders import check

from knowledge.checks.errors import AnswersError
from knowledge.checks.schemas import UNKNOWN, Value

HOME = "werken-aan-huis"


@pytest.mark.parametrize(
    ("question", "raw", "expected"),
    [
        ("gemeente", "huizen", "huizen"),
        ("gemeente", "Gooise Meren", "gooise-meren"),
        ("gemeente", "1271AB", "huizen"),
        ("trade", "Kapsalon", "kapper"),
        ("trade", "klokkenmaker", "klokkenmaker"),
        ("special", "geen", "geen"),
        ("special", "Bed and breakfast", "bed-and-breakfast"),
        ("home-area", 120, 120),
        ("home-area", 120.0, 120),
        ("home-area", 120.5, 120.5),
        ("home-area", "120", 120),
        ("home-area", " 120 m² ", 120),
        ("home-area", "1.200", 1200),
        ("work-area", "4 bij 5", 20),
        ("work-area", "12,5", 12.5),
        ("staff", 0, 0),
        ("staff", "0", 0),
        ("staff", "twee", 2),
        ("share", "een derde", 33.33),
        ("customers", True, True),
        ("customers", False, False),
        ("customers", "ja", True),
        ("customers", "nee", False),
        ("customers", "true", True),
        ("nuisance", ["stank", "geluid"], ("geluid", "stank")),
        ("nuisance", ["geluid", "geluid"], ("geluid",)),
        ("nuisance", "geluid", ("geluid",)),
        ("nuisance", ("geen",), ("geen",)),
    ],
)
def test_an_answer_becomes_what_the_check_uses(question: str, raw: object, expected: Value) -> None:
    assert check(HOME).accept({question: raw}) == {question: expected}


@pytest.mark.parametrize("question", [question.id for question in check(HOME).all_questions()])
@pytest.mark.parametrize("raw", [UNKNOWN, "weet ik niet", [UNKNOWN]])
def test_every_question_may_stay_unknown(question: str, raw: object) -> None:
    assert check(HOME).accept({question: raw}) == {question: UNKNOWN}


@pytest.mark.parametrize("raw", [None, "", [], ()])
def test_an_empty_answer_counts_as_not_given(raw: object) -> None:
    assert check(HOME).accept({"home-area": raw}) == {}


@pytest.mark.parametrize(
    ("question", "raw", "reason"),
    [
        ("work-area", "0 m2", "te weinig"),
        ("work-area", 0, "te weinig"),
        ("work-area", -5, "negatief"),
        ("work-area", "-5 m2", "negatief"),
        ("work-area", 5000, "te veel"),
        ("work-area", float("inf"), "getal"),
        ("work-area", float("nan"), "getal"),
        ("work-area", 10**400, "getal"),
        ("work-area", "9" * 150, "getal"),
        ("work-area", "veel", "getal"),
        ("work-area", "20 of 30", "getal"),
        ("work-area", "20 personen", "getal"),
        ("work-area", True, "getal"),
        ("work-area", [20], "getal"),
        ("work-area", {"m2": 20}, "getal"),
        ("staff", 1.5, "heel getal"),
        ("staff", -1, "negatief"),
        ("share", 101, "te veel"),
        ("customers", 1, "ja, nee of onbekend"),
        ("customers", "misschien later", "ja, nee of onbekend"),
        ("special", "hotel", "kies uit"),
        ("special", 3, "kies uit"),
        ("special", ["geen"], "kies uit"),
        ("nuisance", ["geluid", "trilling"], "kies uit"),
        ("nuisance", ["geen", "geluid"], "niet samen"),
        ("nuisance", 3, "lijst"),
        ("gemeente", "atlantis", "gemeente"),
        ("gemeente", 12, "gemeente"),
        ("trade", 12, "werk"),
        ("trade", "!!!", "werk"),
        ("trade", "x" * 201, "te lang"),
        ("gemeente", "x" * 201, "te lang"),
        ("kleur", "blauw", "hoort niet bij deze check"),
        ("kleur", "", "hoort niet bij deze check"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_the_reason(
    question: str, raw: object, reason: str
) -> None:
    with pytest.raises(AnswersError) as refused:
        check(HOME).accept({question: raw})
    assert reason in refused.value.reasons[question]


def test_every_wrong_answer_is_named_at_once() -> None:
    with pytest.raises(AnswersError) as refused:
        check(HOME).accept({"work-area": "0 m2", "special": "hotel", "customers": True})
    assert set(refused.value.reasons) == {"work-area", "special"}


def test_a_room_larger_than_the_home_is_refused() -> None:
    with pytest.raises(AnswersError) as refused:
        check(HOME).accept({"home-area": 60, "work-area": 80})
    assert refused.value.reasons == {"work-area": "dit is meer dan de hele woning (60 m²)"}


@pytest.mark.parametrize("home", [80, UNKNOWN])
def test_a_room_as_large_as_the_home_or_in_an_unknown_home_is_accepted(home: Value) -> None:
    assert check(HOME).accept({"home-area": home, "work-area": 80})["work-area"] == 80


@pytest.mark.parametrize(
    ("raw", "amount"),
    [(1500, 1500), ("€ 1.500", 1500), ("18.000 euro per jaar", 1500), ("1500 per maand", 1500)],
)
def test_a_rent_is_taken_by_the_month(raw: object, amount: float) -> None:
    assert check("locatie").accept({"rent": raw}) == {"rent": amount}


def test_a_negative_rent_is_refused() -> None:
    with pytest.raises(AnswersError, match="negatief"):
        check("locatie").accept({"rent": "€ -500"})


@pytest.mark.parametrize(
    ("check_id", "question", "value", "said"),
    [
        (HOME, "gemeente", "gooise-meren", "Gooise Meren"),
        (HOME, "home-area", 1250.5, "1.250,5 m²"),
        (HOME, "staff", 1, "1 persoon"),
        (HOME, "staff", 2, "2 personen"),
        (HOME, "customers", True, "ja"),
        (HOME, "customers", False, "nee"),
        (HOME, "customers", UNKNOWN, "weet ik niet"),
        (HOME, "nuisance", ("geluid", "stank"), "Geluid, Stank"),
        (HOME, "special", "gastouder", "Gastouder"),
        (HOME, "share", 33.33, "33,3 procent"),
        (HOME, "trade", "kapper", "kapper"),
        ("locatie", "rent", 1500, "1.500 euro per maand"),
        ("locatie", "fit", "2", "regelmatig passend"),
    ],
)
def test_an_answer_is_said_as_people_read_it(check_id: str, question: str, value: Value, said: str) -> None:
    assert check(check_id).say(question, value) == said


@pytest.mark.parametrize("check_id", ["werken-aan-huis", "locatie"])
def test_what_was_accepted_is_accepted_again(check_id: str) -> None:
    one = check(check_id)
    answers: dict[str, Value] = {question.id: UNKNOWN for question in one.all_questions()}
    answers |= one.accept({"gemeente": "Huizen"})
    assert one.accept(answers) == answers
