"""Terms of the glossary in a text: which are used, and which are left unexplained."""

import pytest

from knowledge.glossary import TermFile
from knowledge.terms import Terms


def term(name: str, *also: str) -> TermFile:
    return TermFile(term=name, also=also, meaning="Uitleg.", topic="contact", source=None)


TERMS = Terms((term("Bbz"), term("BIZ-bijdrage"), term("BOPA", "buitenplanse activiteit"), term("leges")))


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("Leges betaalt u vooraf. Voor een BOPA ook.", ["BOPA", "leges"]),
        ("Een Buitenplanse activiteit.", ["BOPA"]),
        ("De legesverordening, bopa en BBZ.", []),
        ("**Bbz**: vraag (Bbz) aan.", ["Bbz"]),
        ("De BIZ-bijdrage.", ["BIZ-bijdrage"]),
        ("mini-leges", []),
        ("", []),
    ],
)
def test_terms_are_found_as_words_of_their_own(text: str, used: list[str]) -> None:
    assert [each.term for each in TERMS.used(text)] == used


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("Vraag een BOPA aan.", ["BOPA"]),
        ("Vraag het Bbz aan.", ["Bbz"]),
        ("Vraag een BOPA aan: een buitenplanse activiteit.", []),
        ("Een BOPA betekent dat u mag afwijken.", []),
        ("Vraag een BOPA. Dat is een vergunning.", []),
        ("Betaal leges.", []),
    ],
)
def test_an_abbreviation_without_its_meaning_is_unexplained(text: str, unexplained: list[str]) -> None:
    assert list(TERMS.unexplained(text)) == unexplained


def test_without_a_glossary_nothing_is_found() -> None:
    assert Terms().used("Bbz") == [] and Terms().unexplained("Bbz") == {}
