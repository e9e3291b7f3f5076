"""The fixed words of the chat as forms, in the languages in which it has them."""

from collections.abc import Mapping

_NL = {
    "conversation": "Gesprek",
    "with": "U praat met",
    "assistant": "de digitale assistent",
    "manager": "{name}, accountmanager",
    "you": "U",
    "from_assistant": "Digitale assistent",
    "from_system": "Melding",
    "from_manager": "accountmanager",
    "colleague": "Collega",
    "source": "Bron:",
    "checked": "Gecontroleerd op",
    "choices": "Keuzes",
    "helpful": "Helpt dit antwoord?",
    "yes": "Ja",
    "no": "Nee",
    "label": "Uw vraag of antwoord",
    "answer": "Uw antwoord",
    "answer_in": "Uw antwoord, in {unit}",
    "progress": "Stap {step} van {of} – {title}",
    "send": "Verstuur",
    "person": "Praat met een mens",
    "look": "Kijk of er een antwoord is",
    "waiting": "{name} leest uw bericht. Het antwoord komt op deze pagina. Vernieuw de pagina om te kijken.",
    "privacy": (
        "Typ geen burgerservicenummer of andere gevoelige gegevens. Wij bewaren dit gesprek {days} dagen."
    ),
    "erase": "Wis dit gesprek",
    "error": "Fout:",
    "empty": "Typ eerst uw vraag.",
    "too_long": "Uw bericht is te lang. Er passen {longest} tekens in; u typte er {length}.",
    "no_choice": "Deze keuze bestaat niet meer. Kies opnieuw, of typ uw vraag.",
    "gone": "Uw vorige gesprek is gewist of verlopen. Hieronder begint een nieuw gesprek.",
    "thanks": "Dank u wel. Helpt het antwoord niet? Stel uw vraag anders, of praat met een mens.",
    "erased": "Het gesprek is gewist.",
    "first": "Stel uw vraag",
    "first_text": "U begint zo een gesprek met een computer. Of kies een onderwerp.",
    "erase_title": "Gesprek wissen?",
    "erase_text": (
        "Het hele gesprek verdwijnt. Dat kunt u niet terugdraaien. "
        "Hebt u een vraag doorgestuurd naar een accountmanager? Die vraag blijft staan."
    ),
    "erase_yes": "Ja, wis het gesprek",
    "erase_no": "Nee, bewaar het gesprek",
}
_EN = {
    "conversation": "Conversation",
    "with": "You are talking to",
    "assistant": "the digital assistant",
    "manager": "{name}, account manager",
    "you": "You",
    "from_assistant": "Digital assistant",
    "from_system": "Notice",
    "from_manager": "account manager",
    "colleague": "Colleague",
    "source": "Source:",
    "checked": "Checked on",
    "choices": "Choices",
    "helpful": "Does this answer help?",
    "yes": "Yes",
    "no": "No",
    "label": "Your question or answer",
    "answer": "Your answer",
    "answer_in": "Your answer, in {unit}",
    "progress": "Step {step} of {of} – {title}",
    "send": "Send",
    "person": "Talk to a person",
    "look": "See whether there is an answer",
    "waiting": "{name} reads your message. The answer comes on this page. Reload the page to look.",
    "privacy": (
        "Do not type a citizen service number or other sensitive data. We keep this conversation {days} days."
    ),
    "erase": "Erase this conversation",
    "error": "Error:",
    "empty": "Type your question first.",
    "too_long": "Your message is too long. It can have {longest} characters; you typed {length}.",
    "no_choice": "This choice is no longer there. Choose again, or type your question.",
    "gone": "Your last conversation was erased or has expired. A new one begins below.",
    "thanks": "Thank you. Does the answer not help? Ask in another way, or talk to a person.",
    "erased": "The conversation was erased.",
    "first": "Ask your question",
    "first_text": "You will begin a conversation with a computer. Or choose a topic.",
    "erase_title": "Erase the conversation?",
    "erase_text": (
        "The whole conversation disappears. You cannot undo that. "
        "Did you send a question to an account manager? That question stays."
    ),
    "erase_yes": "Yes, erase the conversation",
    "erase_no": "No, keep the conversation",
}
WORDS: Mapping[str, Mapping[str, str]] = {"nl": _NL, "en": _EN}


def language_of(conversation: str) -> str:
    """Return the language of the words around a conversation: Dutch, or for every other reader English."""
    return "nl" if conversation == "nl" else "en"
