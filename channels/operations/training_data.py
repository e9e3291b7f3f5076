"""What is wrong with the training sentences, told before a training of minutes begins.

Rasa itself only warns, somewhere in a page of output, and trains a model that does not know the intent.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

FEWEST = 10
"""Sentences an intent needs at least; with fewer the model has nothing to go by."""

# "[Hilversum](gemeente)" or "[Hilversum]{"entity": "gemeente"}".
_ANNOTATED = re.compile(r"\]\((?P<short>[^):]+)[^)]*\)|\]\{[^}]*\"entity\":\s*\"(?P<long>[^\"]+)\"")


def mistakes(sentences: Path, domain: Path) -> list[str]:
    """Tell in Dutch which intents and entities do not exist, and which intents have too few examples."""
    known = _domain(domain)
    examples: defaultdict[str, list[str]] = defaultdict(list)
    found = []
    for path in sorted(sentences.rglob("*.yml")):
        try:
            for intent, texts in _intents(path):
                examples[intent] += texts
                found += list(_wrong(path.name, intent, texts, known))
        except (YAMLError, LookupError, TypeError, AttributeError):
            found.append(f"{path.name}: dit is geen bestand met trainingszinnen")
    few = [name for name in known["intents"] if len(examples[name]) < FEWEST]
    return [
        *found,
        *(f"intent {name} heeft er {len(examples[name])}, minstens {FEWEST} nodig" for name in few),
    ]


def _domain(folder: Path) -> dict[str, list[str]]:
    parts = [YAML(typ="safe").load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))]
    return {kind: [name for part in parts for name in part.get(kind, ())] for kind in ("intents", "entities")}


def _intents(path: Path) -> Iterator[tuple[str, list[str]]]:
    for part in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
        if "intent" in part:
            yield part["intent"], [line for line in part["examples"].splitlines() if line.startswith("- ")]


def _wrong(file: str, intent: str, texts: list[str], known: dict[str, list[str]]) -> Iterator[str]:
    if intent not in known["intents"]:
        yield f"{file}: intent {intent} staat niet in het domein"
    for text in texts:
        named = {match["short"] or match["long"] for match in _ANNOTATED.finditer(text)}
        for entity in sorted(named - set(known["entities"])):
            yield f"{file}: entiteit {entity} staat niet in het domein: {text}"
