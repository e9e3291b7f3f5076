"""The figures of one system. A partly right answer counts as wrong. Every share is a number from 0 to 1."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.evaluation.outcomes import System, Verdict
from channels.operations.evaluation import Sentence
from knowledge.topics import TOPICS

NOISY, ENGLISH, TWO_NEEDS = "noisy", "english", "two_needs"
ACROSS = {NOISY, ENGLISH, TWO_NEEDS}
OUT_OF_SCOPE = "out_of_scope"
BINS = 10

type Figures = dict[str, Any]


def share(outcomes: Iterable[bool]) -> float | None:
    """Return which part is true; None of nothing."""
    found = list(outcomes)
    return sum(found) / len(found) if found else None


def figures(system: System, sentences: Sequence[Sentence]) -> Figures:
    """Return everything that the report shows of a system."""
    verdicts = [Verdict(each, system.outcomes[each.text]) for each in sentences]
    plain = [each for each in verdicts if each.sentence.folder not in ACROSS]
    topics = [each for each in plain if each.sentence.topic]
    return {
        "about": system.about,
        "training_seconds": round(system.seconds),
        "topics": _labels(topics, plain),
        "acts": {
            "sentences": len(plain) - len(topics),
            "accuracy": share(v.label for v in plain if v.sentence.act),
        },
        "macro_f1": _macro_f1(plain),
        "whole": share(_whole(system, verdict) for verdict in topics),
        "confident_wrong": share(verdict.confident_wrong for verdict in plain),
        "clarification": _known(system, "clarification", share(v.outcome.asked_back for v in topics)),
        "gemeente": _known(system, "gemeente", _gemeente(plain)),
        "article": _known(system, "article", _article(topics)),
        "out_of_scope": _out_of_scope(plain),
        "noisy": _noisy(verdicts),
        "english": _subset(system, [v for v in verdicts if v.sentence.folder == ENGLISH]),
        "two_needs": _two_needs(system, [v for v in verdicts if v.sentence.folder == TWO_NEEDS]),
        "dialogues": _dialogues(system),
        "calibration": calibration([(v.outcome.confidence, v.label) for v in plain]),
        "confusion": _confusion(plain),
        "misjudged": [verdict.as_row() for verdict in verdicts if not _whole(system, verdict)],
    }


def _known(system: System, what: str, figure: Any) -> Any:
    """Leave out what a system does not say at all."""
    return figure if what in system.knows else None


def _whole(system: System, verdict: Verdict) -> bool:
    """Tell whether all that a system should say of a sentence is right: topic, gemeente and article."""
    asked: dict[str, Callable[[], bool]] = {
        "gemeente": lambda: verdict.gemeente,
        "article": lambda: verdict.article,
        "second": lambda: verdict.sentence.second is None or verdict.outcome.second,
    }
    return verdict.label and all(right() for what, right in asked.items() if what in system.knows)


def _labels(topics: Sequence[Verdict], plain: Sequence[Verdict]) -> Figures:
    scores = {topic: _scores(topic, plain) for topic in TOPICS}
    found = [each["f1"] for each in scores.values()]
    return {
        "sentences": len(topics),
        "accuracy": share(verdict.label for verdict in topics),
        "macro_f1": sum(found) / len(found),
        "each": scores,
    }


def _scores(label: str, verdicts: Sequence[Verdict]) -> Figures:
    """Return what is known of one label: how many, recall (its accuracy), precision and F1."""
    real = [verdict for verdict in verdicts if verdict.sentence.label == label]
    said = [verdict for verdict in verdicts if verdict.outcome.label == label]
    right = sum(verdict.label for verdict in real)
    total = len(real) + len(said)
    return {
        "sentences": len(real),
        "accuracy": share(verdict.label for verdict in real),
        "precision": share(verdict.label for verdict in said),
        "f1": 2 * right / total if total else 0.0,
    }


def _macro_f1(plain: Sequence[Verdict]) -> float:
    labels = sorted({verdict.sentence.label for verdict in plain})
    return sum(_scores(label, plain)["f1"] for label in labels) / len(labels)


def _gemeente(plain: Sequence[Verdict]) -> Figures:
    naming = [verdict for verdict in plain if verdict.sentence.gemeente]
    without = [verdict for verdict in plain if not verdict.sentence.gemeente]
    return {
        "sentences": len(naming),
        "accuracy": share(verdict.gemeente for verdict in naming),
        "false_alarms": share(verdict.outcome.gemeente is not None for verdict in without),
    }


def _article(topics: Sequence[Verdict]) -> Figures:
    expecting = [verdict for verdict in topics if verdict.sentence.article]
    offered = [v.article or v.sentence.article in v.outcome.offered for v in expecting]
    return {
        "sentences": len(expecting),
        "given": share(verdict.article for verdict in expecting),
        "given_or_offered": share(offered),
        "another_given": share(verdict.other_article for verdict in expecting),
    }


def _out_of_scope(plain: Sequence[Verdict]) -> Figures:
    """A false alarm is a question about a topic that is refused as out of scope."""
    outside = [verdict for verdict in plain if verdict.sentence.act == OUT_OF_SCOPE]
    inside = [verdict for verdict in plain if verdict.sentence.topic]
    refused = [v.outcome.decided and v.outcome.label == OUT_OF_SCOPE for v in inside]
    return {
        "sentences": len(outside),
        "recall": share(verdict.label for verdict in outside),
        "false_alarms": share(refused),
    }


def _noisy(verdicts: Sequence[Verdict]) -> Figures:
    """Compare every noisy sentence with the clean one that it is a twin of."""
    by_text = {verdict.sentence.text: verdict for verdict in verdicts}
    twins = [(each, by_text[each.sentence.clean]) for each in verdicts if each.sentence.clean]
    noisy, clean = share(twin.label for twin, _ in twins), share(clean.label for _, clean in twins)
    lost = [twin.sentence.text for twin, clean in twins if clean.label and not twin.label]
    fall = None if noisy is None or clean is None else clean - noisy
    return {"sentences": len(twins), "accuracy": noisy, "clean": clean, "difference": fall, "lost": lost}


def _subset(system: System, verdicts: Sequence[Verdict]) -> Figures:
    articles = [verdict.article for verdict in verdicts if verdict.sentence.article]
    return {
        "sentences": len(verdicts),
        "accuracy": share(verdict.label for verdict in verdicts),
        "article": _known(system, "article", share(articles)),
    }


def _two_needs(system: System, verdicts: Sequence[Verdict]) -> Figures:
    return {
        "sentences": len(verdicts),
        "first": share(verdict.label for verdict in verdicts),
        "second": _known(system, "second", share(v.outcome.second for v in verdicts)),
        "both": _known(system, "second", share(v.label and v.outcome.second for v in verdicts)),
    }


def _dialogues(system: System) -> Figures | None:
    if not system.dialogues:
        return None
    wrong = {name: what for name, what in system.dialogues.items() if what}
    right = share(what is None for what in system.dialogues.values())
    return {"dialogues": len(system.dialogues), "right": right, "wrong": wrong}


def calibration(pairs: Sequence[tuple[float, bool]]) -> Figures:
    """Compare how sure a system is with how often it is right, in tenths; and the mean distance."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[max(0, min(int(confidence * BINS), BINS - 1))].append((confidence, right))
    rows = [
        {
            "sentences": len(each),
            "confidence": sum(confidence for confidence, _ in each) / len(each),
            "right": sum(right for _, right in each) / len(each),
        }
        for each in bins
        if each
    ]
    error = sum(row["sentences"] * abs(row["confidence"] - row["right"]) for row in rows) / len(pairs)
    return {"bins": rows, "error": error}


def _confusion(plain: Sequence[Verdict]) -> Figures:
    """Count how often each expected label was taken for each other one; no label at all is `-`."""
    counts = Counter((verdict.sentence.label, verdict.outcome.label or "-") for verdict in plain)
    acts = sorted({name for pair in counts for name in pair} - set(TOPICS))
    labels = [*TOPICS, *acts]
    return {"labels": labels, "counts": [[counts[real, said] for said in labels] for real in labels]}
