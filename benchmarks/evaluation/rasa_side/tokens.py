"""Split sentences the way Rasa's SpacyNLP and SpacyTokenizer do: for each the words and the lemmas."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "assistant" / "rasa"))
from build_pipeline import base_pipeline

NOT_NEEDED = ["ner", "entity_ruler"]


def main() -> None:
    """Read `{"pretrained": name, "texts": [...]}`; write a pair of lists of words for every text."""
    question = json.load(sys.stdin)
    nlp = base_pipeline(question["pretrained"])
    nlp.disable_pipes(*[name for name in NOT_NEEDED if name in nlp.pipe_names])
    # SpacyNLP reads everything in lower case.
    docs = nlp.pipe(text.lower() for text in question["texts"])
    json.dump([([word.text for word in doc], [word.lemma_ for word in doc]) for doc in docs], sys.stdout)


if __name__ == "__main__":
    main()
