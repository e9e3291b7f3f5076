"""Refused or asked back: what the model clearly takes for a topic is not sent away."""

import pytest

from knowledge.search.prior import Prior
from knowledge.search.verdict import ELSEWHERE, NOT_OURS, Verdict, judge

TOPIC = "werkruimte"


@pytest.mark.parametrize(
    ("topic", "out_of_scope", "door", "verdict"),
    [
        (0.6, 0.3, False, Verdict.NOTHING),
        (0.5, 0.45, False, Verdict.OUT_OF_SCOPE),
        (0.6, 0.3, True, Verdict.OUT_OF_SCOPE),
        (0.0, 0.9, False, Verdict.OUT_OF_SCOPE),
    ],
    ids=["ours", "not-ours", "word-of-residents", "no-topic"],
)
def test_only_what_the_model_or_a_word_of_residents_sends_away_is_refused(
    topic: float, out_of_scope: float, door: bool, verdict: Verdict
) -> None:
    prior = Prior({TOPIC: topic}, out_of_scope, door)
    assert ELSEWHERE.probability([], prior) >= NOT_OURS
    assert judge([], prior)[0] is verdict
