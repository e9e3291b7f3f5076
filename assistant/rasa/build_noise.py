"""Spoil the training sentences, so that the model has seen mistakes before people make them.

Usage: python build_noise.py NLU_DIR PHRASINGS_FILE OUTPUT_FILE

The same sentences give the same noise. `python -m benchmarks.evaluation.noise` shows what it brings.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Dict, List

from noise import spoil, vocabulary
from ruamel.yaml import YAML

SEED = "voordeur"


def main(nlu: Path, phrasings: Path, output: Path) -> None:
    """Write one Rasa NLU file with spoilt copies of sentences under the same intents."""
    sentences = read([*sorted(nlu.rglob("*.yml")), phrasings])
    known = vocabulary([text for texts in sentences.values() for text in texts])
    spoilt = {
        intent: [spoil(text, SEED, known) for text in texts] for intent, texts in sorted(sentences.items())
    }
    kept = {intent: [text for text in texts if text] for intent, texts in spoilt.items()}
    rows = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in kept.items()
        if texts
    ]
    YAML().dump({"version": "3.1", "nlu": rows}, output)
    print(f"{sum(map(len, kept.values()))} spoilt sentences of {len(rows)} intents")


def read(paths: List[Path]) -> Dict[str, List[str]]:
    """Return the sentences of every intent in NLU files, each sentence once."""
    found: Dict[str, Dict[str, None]] = defaultdict(dict)
    for path in paths:
        for row in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            found[row["intent"]].update(dict.fromkeys(_lines(row["examples"])))
    return {intent: list(texts) for intent, texts in found.items()}


def _lines(examples: str) -> List[str]:
    """Split a block of examples; each stands on a line of its own behind a dash."""
    return [line[2:].strip() for line in examples.splitlines() if line.startswith("- ")]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
