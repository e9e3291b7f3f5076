"""Read sentences as the classifier in Rasa does: what was typed and how its words sound, without places."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "assistant" / "rasa"))
from build_pipeline import whole_pipeline
from components.by_ear import words_by_ear
from components.names import with_one_name


def main() -> None:
    """Read `{"content": folder, "pretrained": name, "texts": [...]}`; write a pair for every text."""
    question = json.load(sys.stdin)
    nlp = whole_pipeline(Path(question["content"]), question["pretrained"])
    # SpacyNLP reads everything in lower case.
    docs = nlp.pipe(text.lower() for text in question["texts"])
    pairs = [with_one_name(doc) for doc in docs]
    json.dump([(typed, words_by_ear(lemmas)) for typed, lemmas in pairs], sys.stdout)


if __name__ == "__main__":
    main()
