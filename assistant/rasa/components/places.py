"""Reads a message as if all places had one name: which place it is tells nothing of what is asked."""

from typing import List, Text, Tuple

from spacy.tokens import Doc

PLACE = "plaatsnaam"
LABELS = {"gemeente", "postcode"}


def without_places(doc: Doc) -> Tuple[Text, Text]:
    """Return what was typed, and its words in the form of the dictionary; each place is the same word."""
    typed: List[Text] = []
    lemmas: List[Text] = []
    for token in doc:
        if token.ent_type_ not in LABELS:
            typed.append(token.text_with_ws)
            lemmas.append(token.lemma_ or token.text)
        elif token.ent_iob_ == "B":
            typed.append(f"{PLACE} ")
            lemmas.append(PLACE)
    return "".join(typed), " ".join(lemmas)
