"""Turn the phrasings that editors gave their articles into training sentences of the article's topic.

Usage: python build_phrasings.py CONTENT_DIR OUTPUT_FILE
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, Set

from ruamel.yaml import YAML


def main(content: Path, output: Path) -> None:
    """Write one Rasa NLU file with the phrasings of all published articles, in Dutch and English."""
    sentences: Dict[str, Set[str]] = defaultdict(set)
    for path in (content / "articles").rglob("*.md"):
        article = front_matter(path)
        if article.get("status") == "published":
            sentences[article["topic"]] |= {
                one_line(each) for each in [article["title"], *article["questions"]]
            }
    intents = [{"intent": topic, "examples": as_list(each)} for topic, each in sorted(sentences.items())]
    YAML().dump({"version": "3.1", "nlu": intents}, output)
    print(f"{sum(map(len, sentences.values()))} phrasings of {len(sentences)} topics")


def front_matter(path: Path) -> Dict[str, Any]:
    """Read the block between the first two lines of dashes."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8").split("\n---", 1)[0])


def one_line(phrasing: Any) -> str:
    """Flatten a phrasing, and keep Rasa from reading brackets as an annotation."""
    return " ".join(str(phrasing).split()).translate(str.maketrans("[](){}", "      "))


def as_list(sentences: Set[str]) -> str:
    """Write sentences the way Rasa reads examples."""
    return "".join(f"- {sentence}\n" for sentence in sorted(sentences))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
