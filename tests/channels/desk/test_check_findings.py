"""What a check found, as an account manager reads it."""

from channels.desk.view import findings

CHECK = {
    "check": "Mag ik werken aan huis?",
    "verdict": "onbekend: vraag het na",
    "finished": False,
    "answers": [{"question": "de werkruimte", "answer": "20 m²"}],
    "criteria": [
        {
            "label": "Klanten aan huis",
            "met": "niet bekend",
            "limit": "niet gevonden",
            "answer": "ja",
            "explanation": "",
            "sources": ["Bestemmingsplan (2013)"],
        }
    ],
    "schemes": [{"name": "Microkrediet", "fit": "past misschien", "because": ["Vraag eerst een bank."]}],
    "ask": ["Mogen er klanten komen?"],
}


def test_a_check_shows_its_outcome_and_everything_behind_it() -> None:
    [found] = findings([CHECK])
    assert found.line == "Mag ik werken aan huis?: onbekend: vraag het na (de check is niet afgemaakt)"
    assert dict(found.parts) == {
        "Antwoorden": ("de werkruimte: 20 m²",),
        "Punten": (
            "Klanten aan huis: niet bekend. Ingevuld: ja. Grens: niet gevonden. "
            "Bron: Bestemmingsplan (2013).",
        ),
        "Regelingen": ("Microkrediet: past misschien. Vraag eerst een bank.",),
        "Nog na te vragen": ("Mogen er klanten komen?",),
    }


def test_a_check_without_details_and_other_findings_are_shown_as_they_are() -> None:
    found = findings([{"check": "locatie", "verdict": "past"}, {"regel": "BOPA"}, "Meer dan een derde"])
    assert [each.line for each in found] == ["locatie: past", "regel: BOPA", "Meer dan een derde"]
    assert all(each.parts == () for each in found)
