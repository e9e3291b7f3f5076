"""The curves, what is kept between runs, and the page that is written."""

import json
from pathlib import Path

import pytest

from benchmarks.evaluation import report
from benchmarks.evaluation.cache import Cache
from benchmarks.evaluation.curves import STEPS, act_curve, fallback_curve, fallback_settings, part_of
from benchmarks.evaluation.examples import Example, identity
from benchmarks.evaluation.figures import figures
from benchmarks.evaluation.neighbours import measure
from benchmarks.evaluation.validation import Judged
from channels.operations.evaluation import Sentence
from kit.settings import get_settings

EXAMPLES = [
    *(Example(f"hal {number} huren in het dorp", "werkruimte") for number in range(20)),
    *(Example(f"geld {number} lenen voor de zaak", "financiering", "lenen") for number in range(10)),
    Example("wat voor weer wordt het", "out_of_scope"),
    Example("hoe laat gaat de trein", "out_of_scope"),
]
SENTENCES = [
    Sentence("geld lenen voor de winkel", "financiering", topic="financiering", article="lenen"),
    Sentence("xyzzy", "out_of_scope", act="out_of_scope"),
]
JUDGED = [
    Judged(EXAMPLES[0], {"werkruimte": 0.9, "stop": 0.1}),
    Judged(EXAMPLES[1], {"werkruimte": 0.48, "stop": 0.52}),
    Judged(EXAMPLES[2], {"werkruimte": 0.4, "stop": 0.6}),
]


def test_a_threshold_lets_fewer_through_as_it_rises_and_keeps_the_doubtful_back() -> None:
    curve = fallback_curve(JUDGED)
    answered = [row["answered"] for row in curve]
    assert fallback_settings()[1] > 0.04
    assert answered == sorted(answered, reverse=True)
    assert curve[0]["answered"] == pytest.approx(2 / 3)  # one has no lead on the second
    assert curve[0]["wrong"] == pytest.approx(1 / 3)
    assert curve[0]["wrong_of_answered"] == pytest.approx(1 / 2)
    assert curve[-1]["wrong_of_answered"] is None


def test_the_curve_of_acts_is_of_acts_alone() -> None:
    curve = act_curve(JUDGED)
    assert [row["threshold"] for row in curve] == list(STEPS)
    assert curve[0]["answered"] == 1
    assert curve[0]["wrong"] == 1


def test_a_part_holds_the_smaller_parts_and_something_of_every_intent() -> None:
    small, large = part_of(EXAMPLES, 0.1), part_of(EXAMPLES, 0.5)
    assert set(small) < set(large)
    assert {example.intent for example in small} == {example.intent for example in EXAMPLES}
    assert part_of(EXAMPLES, 0.5) == large


def test_what_takes_long_is_made_once_for_the_same_inputs(tmp_path: Path) -> None:
    cache = Cache(get_settings().model_copy(update={"data_dir": tmp_path}))
    made: list[str] = []

    def make() -> dict[str, int]:
        made.append("x")
        return {"seconds": len(made)}

    assert cache.get("stock", identity(EXAMPLES), make) == {"seconds": 1}
    assert cache.get("stock", identity(EXAMPLES), make) == {"seconds": 1}
    assert cache.get("stock", identity(EXAMPLES[:-1]), make) == {"seconds": 2}
    assert len(list(cache.folder.iterdir())) == 1


def test_the_nearest_neighbour_is_unsure_of_what_shares_nothing() -> None:
    system = measure(EXAMPLES, SENTENCES)
    known, unknown = (system.outcomes[sentence.text] for sentence in SENTENCES)
    assert (known.label, known.decided, known.article) == ("financiering", True, "lenen")
    assert (unknown.decided, unknown.article) == (False, None)


def test_the_report_says_what_was_left_out_and_escapes_what_people_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "FOLDER", tmp_path)
    typed = [*SENTENCES, Sentence("<script>alert(1)</script>", "out_of_scope", act="out_of_scope")]
    made = {
        "made": "2026-11-27T20:00",
        "training_sentences": len(EXAMPLES),
        "unseen_sentences": len(typed),
        "left_out": ["stock Rasa"],
        "systems": {"Nearest neighbour": figures(measure(EXAMPLES, typed), typed)},
        "curves": {},
    }
    page, data = report.write_report(made)
    text = page.read_text(encoding="utf-8")
    assert "<strong>Left out:</strong> stock Rasa" in text
    assert "<svg" in text
    assert "<script>" not in text
    assert json.loads(data.read_text(encoding="utf-8"))["systems"].keys() == {"Nearest neighbour"}
