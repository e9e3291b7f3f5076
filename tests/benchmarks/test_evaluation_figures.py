"""The figures of the report, counted by hand."""

import pytest

from benchmarks.evaluation.figures import calibration, figures
from benchmarks.evaluation.outcomes import Outcome, System
from channels.operations.evaluation import Sentence

ALL = frozenset({"gemeente", "article", "second", "clarification"})
SENTENCES = [
    Sentence("een", "starten", topic="starten", article="a"),
    Sentence("twee", "starten", topic="starten", article="a", gemeente="laren"),
    Sentence("drie", "subsidies", topic="subsidies", article="b"),
    Sentence("vier", "subsidies", topic="subsidies"),
    Sentence("weer", "out_of_scope", act="out_of_scope"),
    Sentence("trein", "out_of_scope", act="out_of_scope"),
    Sentence("eenn", "noisy", topic="starten", article="a", clean="een"),
    Sentence("one", "english", topic="starten", article="a"),
    Sentence("een en drie", "two_needs", topic="starten", second="subsidies"),
]
OUTCOMES = {
    "een": Outcome("starten", 0.9, decided=True, article="a"),
    "twee": Outcome("starten", 0.8, decided=False, asked_back=True, offered=("a", "b"), gemeente="laren"),
    "drie": Outcome("subsidies", 0.7, decided=True, article="a"),
    "vier": Outcome("out_of_scope", 0.6, decided=True),
    "weer": Outcome("out_of_scope", 0.9, decided=True),
    "trein": Outcome("starten", 0.5, decided=True, article="a"),
    "eenn": Outcome(None, 0.1, decided=False),
    "one": Outcome("starten", 0.4, decided=True, article="a"),
    "een en drie": Outcome("starten", 0.6, decided=True, second=True),
}
DIALOGUES = {"goed": None, "fout": "beurt 1: anders"}
COUNTED = figures(System("x", "", OUTCOMES, ALL, dialogues=DIALOGUES), SENTENCES)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("topics", "sentences"), 4),
        (("topics", "accuracy"), 3 / 4),
        (("topics", "each", "starten", "precision"), 2 / 3),
        (("topics", "each", "starten", "f1"), 4 / 5),
        (("topics", "each", "subsidies", "accuracy"), 1 / 2),
        (("whole",), 1 / 4),
        (("acts", "accuracy"), 1 / 2),
        (("gemeente", "accuracy"), 1.0),
        (("article", "given"), 1 / 3),
        (("article", "given_or_offered"), 2 / 3),
        (("article", "another_given"), 1 / 3),
        (("out_of_scope", "recall"), 1 / 2),
        (("out_of_scope", "false_alarms"), 1 / 4),
        (("clarification",), 1 / 4),
        (("confident_wrong",), 3 / 6),
        (("noisy", "accuracy"), 0.0),
        (("noisy", "difference"), 1.0),
        (("noisy", "lost"), ["eenn"]),
        (("english", "article"), 1.0),
        (("two_needs", "both"), 1.0),
        (("dialogues", "right"), 1 / 2),
        (("dialogues", "wrong"), {"fout": "beurt 1: anders"}),
    ],
)
def test_a_figure_is_what_counting_by_hand_gives(path: tuple[str, ...], expected: object) -> None:
    found = COUNTED
    for name in path:
        found = found[name]
    assert found == pytest.approx(expected) if isinstance(expected, float) else found == expected


def test_a_partly_right_answer_is_among_the_misjudged() -> None:
    assert [row["text"] for row in COUNTED["misjudged"]] == ["twee", "drie", "vier", "trein", "eenn"]


def test_a_system_is_not_judged_on_what_it_does_not_say() -> None:
    counted = figures(System("x", "", OUTCOMES), SENTENCES)
    assert (
        counted["gemeente"] is counted["article"] is counted["clarification"] is counted["dialogues"] is None
    )
    assert counted["whole"] == 3 / 4


def test_the_confusion_matrix_counts_every_plain_sentence_once() -> None:
    assert sum(map(sum, COUNTED["confusion"]["counts"])) == 6


def test_whoever_is_as_often_right_as_sure_is_calibrated() -> None:
    found = calibration([(0.75, True), (0.75, True), (0.75, True), (0.75, False), (1.0, True)])
    assert found["error"] == pytest.approx(0.0)
    assert [row["sentences"] for row in found["bins"]] == [4, 1]
