"""Fit how likely an answer is right, and a question is out of scope, on questions with known answers.

Usage: python -m benchmarks.search.calibration

Three sets count: phrasings that the index and the model lack, sentences out of scope that the model lacks,
and the half of the development set that numbers may be tuned on. It prints lines of
knowledge/search/verdict.py, and takes some minutes.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from rich.console import Console
from sklearn.linear_model import LogisticRegression

from benchmarks.evaluation.examples import training_examples
from benchmarks.evaluation.light import read_words
from benchmarks.evaluation.searches import Searched, prior_of, searches
from benchmarks.evaluation.validation import cross_validate, fitted
from benchmarks.search.pairs import Pair, read_pairs
from benchmarks.search.store import Store
from kit.settings import get_settings
from knowledge.doors import Doors
from knowledge.files import read_content
from knowledge.search.prior import Prior
from knowledge.search.verdict import Logistic, Verdict, judge, lead_in_likeness

CLEARLY_FROM = (0.8, 1.0, 1.25, 1.6, 2.0, 2.5, 3.0)
OF_PAIRS = 4.0
"""Real questions are few and count as many phrasings, which editors vary more than people do."""


def main() -> None:
    """Fit the three regressions and print them."""
    settings = get_settings()
    content, pairs = read_content(settings.content_dir), [pair for pair in read_pairs() if pair.tuning]
    examples = training_examples(content)
    words = read_words(settings, [each.text for each in examples] + [pair.question for pair in pairs])
    found = list(searches(content, settings.region, list(cross_validate(examples, words))))
    model = fitted(examples, words)
    doors, questions = Doors(content.doors), [pair.question for pair in pairs]
    priors = [
        prior_of(dict(zip(model.intents, row, strict=True)), question, doors)
        for question, row in zip(questions, model.probabilities(questions), strict=True)
    ]
    real = list(_asked(Store.shipped(), pairs, priors))
    unread = [Searched(each.ranked, _unread(each.prior), each.ours, each.right) for each in (*found, *real)]
    weights = [1.0] * len(found) + [OF_PAIRS] * len(real)
    console = Console(highlight=False, soft_wrap=True)
    console.print("RIGHT_READ =", fit([*found, *real], weights, lambda each: each.right))
    console.print("RIGHT_UNREAD =", fit(unread, weights, lambda each: each.right))
    console.print("ELSEWHERE =", fit([*found, *real], weights, lambda each: not each.ours))
    for times in CLEARLY_FROM:
        recall, refused = refusals(found, times), refusals(real, times)
        console.print(f"CLEARLY = {times}: {recall}; of the development set {refused}")


def refusals(found: Sequence[Searched], clearly: float) -> str:
    """Tell what would be refused, with the regressions that knowledge/search/verdict.py has now."""
    refused = [
        (each.ours, judge(each.ranked, each.prior, clearly=clearly)[0] is Verdict.OUT_OF_SCOPE)
        for each in found
    ]
    ours = [was for ours, was in refused if ours]
    others = [was for ours, was in refused if not ours]
    recognised = f", out of scope recognised {sum(others) / len(others):.1%}" if others else ""
    return f"questions refused {sum(ours) / len(ours):.1%}{recognised}"


def _unread(prior: Prior) -> Prior:
    """Return what is known without a model: the words of editors."""
    return Prior(door=prior.door)


def fit(found: Sequence[Searched], weights: Sequence[float], true: Callable[[Searched], bool]) -> Logistic:
    """Return the regression that tells best of which searches something is true."""
    rows = np.array([_features(each) for each in found])
    model = LogisticRegression(C=100).fit(rows, list(map(true, found)), sample_weight=weights)
    return Logistic(*(round(float(each), 2) for each in (model.intercept_[0], *model.coef_[0])))


def _features(each: Searched) -> tuple[float, ...]:
    """Return what a Logistic weighs, in the order of its fields."""
    best, second = [*(hit.score for hit in each.ranked[:2]), 0.0, 0.0][:2]
    known = float(each.prior.door), lead_in_likeness(each.ranked)
    if not each.prior.read:
        return best, best - second, 0.0, 0.0, *known
    topic = each.prior.log_topic(each.ranked[0].article.topic) if each.ranked else 0.0
    return best, best - second, topic, each.prior.log_out_of_scope(), *known


def _asked(store: Store, pairs: Sequence[Pair], priors: Sequence[Prior]) -> Iterator[Searched]:
    index = store.index()
    for pair, prior in zip(pairs, priors, strict=True):
        ranked = index.rank(pair.question, prior=prior, gemeente=pair.gemeente)
        yield Searched(ranked, prior, ours=True, right=bool(ranked) and ranked[0].article.id in pair.articles)


if __name__ == "__main__":
    main()
