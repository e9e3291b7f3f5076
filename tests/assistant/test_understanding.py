"""Reading what Rasa made of a text, and the few words that do without it."""

from typing import Any

import pytest

from assistant.actions import offline, spoken
from assistant.actions.turn import Understanding


@pytest.mark.parametrize(
    ("message", "intent", "confidence", "topic"),
    [
        ({}, "None", 0.0, None),
        ({"intent": None}, "None", 0.0, None),
        ({"intent": {}}, "None", 0.0, None),
        ({"intent": {"name": "greet", "confidence": None}}, "greet", 0.0, None),
        ({"intent": {"name": "subsidies", "confidence": 0.9}}, "subsidies", 0.9, "subsidies"),
        (
            {
                "intent": {"name": "nlu_fallback", "confidence": 0.4},
                "intent_ranking": [{"name": "nlu_fallback"}, {"name": "coaching"}, {"name": "starten"}],
            },
            "nlu_fallback",
            0.4,
            "coaching",
        ),
        (
            {
                "intent": {"name": "nlu_fallback"},
                "intent_ranking": [{"name": "nlu_fallback"}, {"name": "greet"}],
            },
            "nlu_fallback",
            0.0,
            None,
        ),
        ({"intent": {"name": "greet"}, "intent_ranking": [{}]}, "greet", 0.0, None),
    ],
)
def test_odd_payloads_are_read_for_what_they_hold(
    message: dict[str, Any], intent: str, confidence: float, topic: str | None
) -> None:
    understanding = Understanding.from_rasa(message)
    assert (understanding.intent, understanding.confidence) == (intent, confidence)
    assert understanding.topic == topic
    assert not understanding.chosen


def test_entities_come_as_label_and_text() -> None:
    entities = [{"entity": "gemeente", "value": "laren", "start": 0}, {"entity": "number", "value": 3}]
    read = Understanding.from_rasa({"entities": entities}).entities
    assert read == [("gemeente", "laren"), ("number", "3")]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ja", "affirm"),
        ("  JA! ", "affirm"),
        ("Klopt.", "affirm"),
        ("nee", "deny"),
        ("terug", "go_back"),
        ("stop", "stop"),
        ("opnieuw", "start_over"),
        ("Mens", "ask_person"),
        ("jaap", "nlu_fallback"),
        ("ja maar", "nlu_fallback"),
        ("", "nlu_fallback"),
    ],
)
def test_only_the_plainest_words_are_understood_without_rasa(text: str, intent: str) -> None:
    assert offline.understand(text).intent == intent


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("verstuur", True),
        ("Ja, verstuur maar!", True),
        ("stuur het door", True),
        ("nog niet versturen", False),
        ("niet verzenden", False),
        ("ja", None),
        ("", None),
        ("bestuur", None),
    ],
)
def test_words_for_sending(text: str, may: bool | None) -> None:
    assert spoken.may_send(text) is may


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("mijn naam klopt niet", "name"),
        ("het mailadres is fout", "contact"),
        ("ander telefoonnummer", "contact"),
        ("de vraag is anders", "question"),
        ("nee", None),
    ],
)
def test_what_must_be_corrected(text: str, step: str | None) -> None:
    assert spoken.corrected_step(text) == step
