"""Build the Dutch spaCy pipeline that Rasa reads with: lemmas by lookup, entities by the editors' vocabulary.

Usage: python build_pipeline.py CONTENT_DIR OUTPUT_DIR [PRETRAINED_MODEL]

When PRETRAINED_MODEL is installed the pipeline stands on it; otherwise on an empty Dutch one.
"""

import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Union

import spacy
from ruamel.yaml import YAML
from spacy.language import Language

Pattern = Dict[str, Any]

PLACE_WORDS = ["in", "te", "uit", "naar", "gemeente", "nabij", "bij"]
# Two letters after four digits are a postcode unless they are an everyday word: "8000 in totaal".
NOT_POSTCODE = "in|op|om|te|of|en|is|ik|er|we|ze|je|na|af|al|me|nu|zo|km|cm|mm|nl|bv"
NUMBER = r"^\d{1,3}(\.\d{3})*(,\d+)?$|^\d+(,\d+)?$"
NUMBER_WORDS = (  # without "een", which is far more often an article
    *("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien"),
    *(
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
        "twintig",
        "dertig",
        "veertig",
    ),
    *("vijftig", "zestig", "zeventig", "tachtig", "negentig", "honderd", "tweehonderd", "driehonderd"),
    *("vijfhonderd", "duizend", "tweeduizend", "vijfduizend", "tienduizend", "twintigduizend"),
    *("vijftigduizend", "honderdduizend", "miljoen", "helft", "kwart", "derde", "half"),
)


def main(content: Path, output: Path, pretrained: str) -> None:
    """Write the pipeline to the output folder."""
    nlp = whole_pipeline(content, pretrained)
    nlp.to_disk(output)
    patterns = nlp.get_pipe("entity_ruler").patterns
    print(f"{len(patterns)} patterns, {', '.join(nlp.pipe_names)}")


def whole_pipeline(content: Path, pretrained: str) -> Language:
    """Return the pipeline with lemmas and entities."""
    nlp = base_pipeline(pretrained)
    before = "ner" if "ner" in nlp.pipe_names else None
    # Names are matched as phrases: a thousand of them cost less than ten patterns of tokens.
    ruler = nlp.add_pipe("entity_ruler", before=before, config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(list(all_patterns(nlp, content)))
    return nlp


def base_pipeline(pretrained: str) -> Language:
    """Return the pretrained pipeline when there is one, else an empty one with a lookup lemmatizer."""
    if pretrained and spacy.util.is_package(pretrained):
        return spacy.load(pretrained, disable=["parser"])
    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp


def all_patterns(nlp: Language, content: Path) -> Iterator[Pattern]:
    """Yield what the vocabulary and the shapes of numbers teach."""
    yaml = YAML(typ="safe")
    areas = yaml.load(content / "areas.yaml")
    yield from place_patterns(nlp, areas["gemeenten"])
    trades = yaml.load(content / "vocabulary" / "trades.yaml")["trades"]
    schemes = yaml.load(content / "vocabulary" / "schemes.yaml")["schemes"]
    yield from named_patterns("trade", trades)
    yield from named_patterns("scheme", schemes)
    yield from number_patterns()


def place_patterns(nlp: Language, gemeenten: Dict[str, Dict[str, Any]]) -> Iterator[Pattern]:
    """Yield gemeenten and kernen; a name that is also a word needs a capital or a word like 'in'."""
    for gemeente in gemeenten.values():
        for name in {gemeente["name"], *gemeente.get("kernen", [])}:
            if not gemeente.get("ambiguous") or name != gemeente["name"]:
                yield entity("gemeente", name)
                continue
            yield entity("gemeente", [{"ORTH": token.text} for token in nlp.make_doc(name)])
            yield entity("gemeente", [{"LOWER": {"IN": PLACE_WORDS}}, *lower_tokens(nlp, name)])


def named_patterns(label: str, entries: List[Dict[str, Any]]) -> Iterator[Pattern]:
    """Yield every name and synonym of a list."""
    for entry in entries:
        for name in [entry["name"], *entry.get("also", [])]:
            yield entity(label, str(name))


def number_patterns() -> Iterator[Pattern]:
    """Yield postcodes, floor areas, percentages, amounts of money and numbers in words."""
    number = {"TEXT": {"REGEX": NUMBER}}
    digits = {"TEXT": {"REGEX": r"^[1-9]\d{3}$"}}
    letters = {"LOWER": {"REGEX": rf"^(?!({NOT_POSTCODE})$)[a-z]{{2}}$"}}
    yield entity("postcode", [digits, letters])
    yield entity("postcode", [{"LOWER": {"REGEX": rf"^[1-9]\d{{3}}(?!({NOT_POSTCODE})$)[a-z]{{2}}$"}}])
    yield entity("postcode", [{"LOWER": "postcode"}, digits])
    yield entity("area", [number, {"LOWER": {"IN": ["m2", "m²", "m"]}}])
    yield entity("area", [{"LOWER": {"REGEX": r"^\d+(m2|m²)$"}}])
    yield entity("area", [number, {"LOWER": "vierkante"}, {"LOWER": {"IN": ["meter", "meters"]}}])
    yield entity("percentage", [number, {"LOWER": {"IN": ["%", "procent", "percent"]}}])
    yield entity("percentage", [{"LOWER": {"REGEX": r"^\d+%$"}}])
    yield entity("amount", [{"TEXT": "€"}, number])
    yield entity("amount", [{"LOWER": {"REGEX": r"^€\d"}}])
    yield entity("amount", [number, {"LOWER": {"IN": ["euro", "euro's", "eur", "€"]}}])
    words = {"LOWER": {"IN": list(NUMBER_WORDS)}}
    yield entity("amount", [words, {"LOWER": {"IN": ["euro", "euro's"]}}])
    yield entity("number", [words])


def entity(label: str, what: Union[str, List[Pattern]]) -> Pattern:
    """Make one pattern of spaCy's entity ruler: a phrase, or a description of its tokens."""
    return {"label": label, "pattern": what}


def lower_tokens(nlp: Language, name: str) -> List[Pattern]:
    """Split a name as the tokenizer would, in lower case."""
    return [{"LOWER": token.lower_} for token in nlp.make_doc(name)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
