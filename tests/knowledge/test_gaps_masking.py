"""What tells who asked is taken out of a question; what it is about stays."""

import pytest

from knowledge.gaps.masking import mask, unmarked

GONE = {
    "Mijn naam is jan de Vries en ik bouw": "Mijn naam is [naam verwijderd] en ik bouw",
    "ik heet sanne": "ik heet [naam verwijderd]",
    "Ik ben Fatima El Amrani, mag het": "Ik ben [naam verwijderd], mag het",
    "mevrouw Van der Berg zei": "mevrouw [naam verwijderd] zei",
    "mag het? groeten Piet Klaassen": "mag het? groeten [naam verwijderd]",
    "Jan Jansen van de hoek bouwt": "[naam verwijderd] van de hoek bouwt",
    "mijn buurman willem de vries klaagt": "mijn buurman [naam verwijderd] klaagt",
    "Jan Peter Bakker vroeg het": "[naam verwijderd] vroeg het",
    "mail jan.bol@voorbeeld.nl": "mail [e-mailadres verwijderd]",
    "bel 06-12345678 of 035 621 0000": "bel [telefoonnummer verwijderd] of [telefoonnummer verwijderd]",
    "bel +31 6 1234 5678": "bel [telefoonnummer verwijderd]",
    "zie https://voorbeeld.nl/a?token=1": "zie [webadres verwijderd]",
    "zie www.voorbeeld.nl/#jan": "zie [webadres verwijderd]",
    "kvk 12345678": "kvk [nummer verwijderd]",
    "mijn bsn is 111222333": "mijn bsn is [BSN verwijderd]",
    "NL91 ABNA 0417 1643 00": "[IBAN verwijderd]",
    "aan de Kerkstraat 12a in Laren": "aan de Kerkstraat [huisnummer verwijderd] in Laren",
    "op de Larense Weg nr. 5": "op de Larense Weg [huisnummer verwijderd]",
    "1211 AB": "1211",
    "in 1211ab mag": "in 1211 mag",
    "bij 1211 xz": "bij 1211",
}
KEPT = [
    "ik ben kapper in Bussum",
    "ik ben ZZP'er",
    "ik ben kok in een hotel",
    "in de Willem Barentszstraat",
    "elke bakker weet het",
    "in 2026 is er subsidie",
    "1200 en 1300 m2",
    "subsidie van € 100.000",
    "zie https://voorbeeld.nl/subsidie",
    "mag ik 12 stoelen op de weg zetten",
    "mijn naam staat niet op de lijst van 2026",
]


@pytest.mark.parametrize(("said", "kept"), GONE.items())
def test_what_tells_who_asked_is_taken_out(said: str, kept: str) -> None:
    assert mask(said) == kept
    assert mask(kept) == kept


@pytest.mark.parametrize("said", KEPT)
def test_what_it_is_about_stays(said: str) -> None:
    assert mask(said) == said


def test_the_notes_of_what_was_removed_can_be_left_out() -> None:
    assert unmarked(mask("bel 06-12345678 voor een terras [graag]")) == "bel voor een terras [graag]"
