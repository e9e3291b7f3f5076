"""The fixed words of the chat as forms, in the languages in which it has them."""

from collections.abc import Mapping

_NL = {
    "page_title": "Voordeur – vragen over ondernemen in {region}",
    "page_text": (
        "Stel uw vraag over ondernemen in {region}. U krijgt een antwoord met bron, "
        "of de naam van een accountmanager."
    ),
    "skip": "Direct naar het gesprek",
    "tagline": "Voor ondernemers in {region}",
    "heading": "Waar kunnen we u mee helpen?",
    "lead": (
        "Stel uw vraag over ondernemen. Een digitale assistent antwoordt, met de bron erbij. "
        "Dat is een computer, geen mens. Komt u er niet uit? Dan helpt een accountmanager van uw gemeente."
    ),
    "beside": "Onderwerpen en gemeenten",
    "resting": "U praat nu met een mens. Deze knoppen werken weer als de digitale assistent antwoordt.",
    "topics": "Onderwerpen",
    "gemeente": "Uw gemeente",
    "gemeente_text": "Regels verschillen per plaats. Kies uw gemeente voor een antwoord dat daar klopt.",
    "languages": "Andere taal",
    "languages_text": ("In het Engels krijgt u antwoord. In de andere talen brengt Voordeur u bij een mens."),
    "rights": (
        "Antwoorden komen uit een kennisbank die redacteuren van de gemeenten bijhouden. "
        "U kunt er geen rechten aan ontlenen: bij twijfel beslist uw gemeente."
    ),
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
    "save": "Bewaar dit gesprek",
    "download": "Download als tekst",
    "to_email": "Of stuur het naar uw e-mailadres",
    "mailed": "Het gesprek is onderweg naar dit adres.",
    "back": "Terug naar het gesprek",
    "go_on": "Ga verder in {names}",
    "or": " of ",
    "go_on_title": "Ga verder op uw telefoon",
    "go_on_text": "Uw gesprek gaat mee. De link en de code werken één keer, een kwartier lang.",
    "open_in": "Open {name}",
    "send_code": "Of stuur zelf een bericht naar {address} met deze code:",
    "privacy_link": "Over uw gegevens",
    "copy_title": "Uw gesprek met Voordeur",
    "copy_date": "Bewaard op {day}",
    "copy_file": "gesprek-voordeur",
    "why": "Wat was er niet goed?",
    "not-asked": "Het is niet wat ik vroeg",
    "not-clear": "Ik begrijp het niet",
    "not-complete": "Er ontbreekt iets",
    "not-right": "Het klopt niet",
    "explain": "Wilt u iets toelichten? Dat hoeft niet.",
    "tell": "Verstuur uw reactie",
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
    "page_title": "Voordeur – questions about doing business in {region}",
    "page_text": (
        "Ask your question about doing business in {region}. You get an answer with its source, "
        "or the name of an account manager."
    ),
    "skip": "Skip to the conversation",
    "tagline": "For entrepreneurs in {region}",
    "heading": "What can we help you with?",
    "lead": (
        "Ask your question about doing business. A digital assistant answers in English, with the source. "
        "It is a computer, not a person. "
        "Need more help? Then an account manager of your municipality helps you."
    ),
    "beside": "Topics and municipalities",
    "resting": "You are talking to a person now. These buttons work again when the assistant answers.",
    "topics": "Topics",
    "gemeente": "Your municipality",
    "gemeente_text": "Rules differ from place to place. Choose yours for an answer that holds there.",
    "languages": "Another language",
    "languages_text": (
        "In Dutch you get an answer too. In the other languages Voordeur brings you to a person."
    ),
    "rights": (
        "Answers come from a knowledge base that editors of the municipalities keep. "
        "No rights can be derived from them: in case of doubt your municipality decides."
    ),
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
    "save": "Save this conversation",
    "download": "Download as text",
    "to_email": "Or send it to your e-mail address",
    "mailed": "The conversation is on its way to this address.",
    "back": "Back to the conversation",
    "go_on": "Go on in {names}",
    "or": " or ",
    "go_on_title": "Go on with your phone",
    "go_on_text": "Your conversation comes along. The link and the code work once, for fifteen minutes.",
    "open_in": "Open {name}",
    "send_code": "Or send a message to {address} yourself, with this code:",
    "privacy_link": "About your data",
    "copy_title": "Your conversation with Voordeur",
    "copy_date": "Saved on {day}",
    "copy_file": "conversation-voordeur",
    "why": "What was wrong?",
    "not-asked": "It is not what I asked",
    "not-clear": "I do not understand it",
    "not-complete": "Something is missing",
    "not-right": "It is not right",
    "explain": "Would you like to explain? You do not have to.",
    "tell": "Send your reaction",
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
