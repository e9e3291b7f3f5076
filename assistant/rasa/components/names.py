"""Reads a message as if all places had one name, and all trades: which one it is tells not what is asked."""

from typing import List, Text, Tuple

from spacy.tokens import Doc

PLACE = "plaatsnaam"
TRADE = "beroepsnaam"
ONE_NAME = {
    "gemeente": PLACE,
    "postcode": PLACE,
    "trade": TRADE,
    "amount": "bedrag",
    "area": "oppervlakte",
    "percentage": "percentage",
    "number": "getal",
}


def with_one_name(doc: Doc) -> Tuple[Text, Text]:
    """Return what was typed, and its words in the form of the dictionary.

    Only places have one name in what was typed too: the letters of a trade or a number still help.
    """
    typed: List[Text] = []
    lemmas: List[Text] = []
    for token in doc:
        name = ONE_NAME.get(token.ent_type_)
        begins = name is None or token.ent_iob_ == "B"
        if begins:
            lemmas.append(name or token.lemma_ or token.text)
        if name != PLACE:
            typed.append(token.text_with_ws)
        elif begins:
            typed.append(f"{PLACE} ")
    return "".join(typed), " ".join(lemmas)
