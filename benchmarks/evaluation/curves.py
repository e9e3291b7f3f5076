"""Curves of the rebuilt classifier: how much data it takes, and what every threshold does."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.evaluation.examples import Example
from benchmarks.evaluation.figures import ACROSS, share
from benchmarks.evaluation.light import Words, pipeline_settings
from benchmarks.evaluation.searches import Searched
from benchmarks.evaluation.validation import SEED, Judged, fitted
from channels.operations.evaluation import Sentence
from knowledge.search.verdict import RIGHT_READ, Verdict, judge
from knowledge.topics import TOPICS

SHARES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
STEPS = tuple(step / 40 for step in range(40))

type Curve = list[dict[str, Any]]


def learning_curve(
    examples: Sequence[Example], sentences: Sequence[Sentence], words: Mapping[str, Words]
) -> Curve:
    """Learn ever more of the training sentences and ask the unseen ones; a share holds the smaller ones."""
    rows = []
    for part in SHARES:
        chosen = part_of(examples, part)
        said = fitted(chosen, words).likeliest([sentence.text for sentence in sentences])
        right = {each.text: intent == each.label for each, (intent, _) in zip(sentences, said, strict=True)}
        rows.append({"share": part, "sentences": len(chosen), **_accuracies(sentences, right)})
    return rows


def part_of(examples: Sequence[Example], part: float) -> list[Example]:
    """Take a share of every intent, the same sentences every time."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.intent].append(example)
    chance = random.Random(SEED)  # noqa: S311  repeatable on purpose
    for group in groups.values():
        chance.shuffle(group)
    return [each for group in groups.values() for each in group[: max(2, round(len(group) * part))]]


def _accuracies(sentences: Sequence[Sentence], right: Mapping[str, bool]) -> dict[str, float | None]:
    sets: dict[str, Callable[[Sentence], bool]] = {
        "topics": lambda each: each.folder not in ACROSS and each.topic is not None,
        "acts": lambda each: each.folder not in ACROSS and each.act is not None,
        "out_of_scope": lambda each: each.folder == "out_of_scope",
        "noisy": lambda each: each.clean is not None,
    }
    return {name: share(right[each.text] for each in sentences if of(each)) for name, of in sets.items()}


def fallback_settings() -> tuple[float, float]:
    """Return the threshold and the ambiguity threshold of config.yml."""
    part = next(part for part in pipeline_settings() if part["name"] == "FallbackClassifier")
    return float(part["threshold"]), float(part.get("ambiguity_threshold", 0.1))


def fallback_curve(judged: Sequence[Judged]) -> Curve:
    """Show for every threshold of the FallbackClassifier what is decided, and what of that is wrong."""
    _, ambiguity = fallback_settings()
    rows = [(each, _lead(each) >= ambiguity) for each in judged]
    return [
        _point(step, [clear and each.confidence >= step for each, clear in rows], judged) for step in STEPS
    ]


def act_curve(judged: Sequence[Judged]) -> Curve:
    """Show for every value of SURE_ACT which acts count as sure, and how many of those are another."""
    acts = [each for each in judged if each.likeliest not in TOPICS]
    return [_point(step, [each.confidence >= step for each in acts], acts) for step in STEPS]


def sure_curve(found: Sequence[Searched]) -> Curve:
    """Show for every probability from which an answer is given what is answered and how much is wrong."""
    right = [each.right for each in found]
    likely = [RIGHT_READ.probability(each.ranked, each.prior) for each in found]
    return [point(step, [each >= step for each in likely], right) for step in STEPS]


def scope_curve(found: Sequence[Searched]) -> Curve:
    """Show for every probability from which a question is refused how many are, and how many of ours."""
    foreign = [not each.ours for each in found]
    return [point(step, [_refused(each, step) for each in found], foreign) for step in STEPS]


def _refused(searched: Searched, threshold: float) -> bool:
    return judge(searched.ranked, searched.prior, not_ours=threshold)[0] is Verdict.OUT_OF_SCOPE


def _lead(judged: Judged) -> float:
    best, second = sorted(judged.probabilities.values(), reverse=True)[:2]
    return best - second


def _point(step: float, decided: Sequence[bool], judged: Sequence[Judged]) -> dict[str, Any]:
    return point(step, decided, [each.right for each in judged])


def point(step: float, decided: Sequence[bool], right: Sequence[bool]) -> dict[str, Any]:
    """Return what a threshold lets through: the share of all, and how much of that is wrong."""
    wrong = [not good for yes, good in zip(decided, right, strict=True) if yes]
    return {
        "threshold": step,
        "answered": share(decided),
        "wrong": sum(wrong) / len(decided) if decided else None,
        "wrong_of_answered": share(wrong),
    }
