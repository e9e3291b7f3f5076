"""Write the stock project: config, domain, sentences, stories and rules."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from benchmarks.evaluation.examples import Example
from knowledge.files import Content

HERE = Path(__file__).parent
VERSION = "3.1"
_MARKUP = str.maketrans("[](){}", "      ")


def write_project(
    folder: Path, content: Content, examples: Sequence[Example], action: str | None = None
) -> None:
    """Write everything that `rasa train` needs into a folder.

    Stories and rules end with a response, or with the custom action that is named.
    """
    subjects = {article.id: article.subject for article in content.articles}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "config.yml", folder / "config.yml")
    intents = sorted({example.intent for example in examples})
    retrieval = {(each.intent, subjects[each.article]) for each in examples if each.article}
    _write(folder / "domain.yml", _domain(intents, retrieval, action))
    _write(folder / "data" / "nlu.yml", {"nlu": _sentences(content, examples, subjects)})
    _write(
        folder / "data" / "stories.yml", {"stories": [_steps("story", intent, action) for intent in intents]}
    )
    _write(folder / "data" / "rules.yml", {"rules": [_fallback_rule(action)]})


def _domain(intents: Sequence[str], retrieval: set[tuple[str, str]], action: str | None) -> dict[str, object]:
    """An act has one response, a topic one for each of its subjects."""
    topics = {topic for topic, _ in retrieval}
    keys = [f"utter_{intent}" for intent in intents if intent not in topics]
    keys += [f"utter_{topic}/{subject}" for topic, subject in sorted(retrieval)]
    return {
        "intents": list(intents),
        "entities": ["gemeente"],
        "responses": {key: [{"text": key}] for key in (*keys, "utter_default")},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        "actions": [*(f"utter_{topic}" for topic in sorted(topics)), *([action] if action else [])],
    }


def _steps(kind: str, intent: str, action: str | None) -> dict[str, object]:
    return {kind: intent, "steps": [{"intent": intent}, {"action": action or f"utter_{intent}"}]}


def _fallback_rule(action: str | None) -> dict[str, object]:
    steps = [{"intent": "nlu_fallback"}, {"action": action or "utter_default"}]
    return {"rule": "say so when nothing was understood", "steps": steps}


def _sentences(
    content: Content, examples: Sequence[Example], subjects: Mapping[str, str]
) -> list[dict[str, object]]:
    places = Places(content)
    grouped: dict[str, list[str]] = defaultdict(list)
    for each in examples:
        key = f"{each.intent}/{subjects[each.article]}" if each.article else each.intent
        grouped[key].append(places.annotated(each.text.translate(_MARKUP)))
    return [
        {"intent": key, "examples": LiteralScalarString("".join(f"- {text}\n" for text in texts))}
        for key, texts in sorted(grouped.items())
    ]


class Places:
    """The names of gemeenten and kernen, to annotate: DIET learns entities from marked sentences only."""

    def __init__(self, content: Content) -> None:
        """Take all names of areas.yaml; one that is also a word counts only with a capital."""
        names = dict(_names(content))
        longest_first = sorted(names, key=len, reverse=True)
        patterns = [re.escape(name) if names[name] else f"(?i:{re.escape(name)})" for name in longest_first]
        self._names = re.compile(rf"\b({'|'.join(patterns)})\b")

    def annotated(self, text: str) -> str:
        """Mark every place in a sentence the way Rasa reads it."""
        return self._names.sub(r"[\1](gemeente)", text)


def _names(content: Content) -> Iterator[tuple[str, bool]]:
    """Yield every name and whether it needs its capital."""
    for gemeente in content.areas.gemeenten.values():
        for name in (gemeente.name, *gemeente.kernen):
            yield name, gemeente.ambiguous and name == gemeente.name


def _write(path: Path, data: dict[str, object]) -> None:
    yaml = YAML()
    yaml.width = 100_000
    with path.open("w", encoding="utf-8") as file:
        yaml.dump({"version": VERSION, **data}, file)
