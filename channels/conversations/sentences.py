"""The few sentences the conversations say themselves, also when everything behind them is broken."""

from sqlalchemy.ext.asyncio import AsyncSession

from assistant.schemas import Answer, Choice, Reply
from channels.conversations import repository
from channels.conversations.models import Conversation

_PERSON = (Choice(title="Praat met een mens", choice="hand-off"),)
_NOTICE = Answer(kind="notice")


def reply() -> Reply:
    """Return what an entrepreneur reads when the assistant failed on a message."""
    text = (
        "Sorry, er ging iets mis bij ons. Uw bericht is wel bewaard. "
        "Probeer het nog een keer, of kies hieronder een mens."
    )
    return Reply(text=text, choices=_PERSON, answer=_NOTICE)


def welcome() -> Reply:
    """Return the first message when the assistant cannot give its own."""
    text = (
        "Welkom bij Voordeur. U praat met een digitale assistent: een computer, geen mens. "
        "U kunt hier vragen stellen over ondernemen. Op dit moment werkt niet alles. "
        "U kunt altijd een mens vragen."
    )
    return Reply(text=text, choices=_PERSON, answer=_NOTICE)


async def tell(session: AsyncSession, conversation: Conversation, sentence: str) -> None:
    """Put a sentence of the system in a conversation; of one that is not in Dutch a page can tell so."""
    marked = {"kind": "notice", "language": "en"} if conversation.language != "nl" else None
    await repository.add_message(session, conversation, "system", sentence, answer=marked)


def taken_over(name: str, language: str = "nl") -> str:
    """Say that a person answers from now on; in English to whoever speaks no Dutch."""
    if language != "nl":
        return f"You are now talking to {name}, account manager. The digital assistant no longer answers."
    return f"U praat nu met {name}, accountmanager. De digitale assistent antwoordt niet meer."


def given_back(name: str, language: str = "nl") -> str:
    """Say that the computer answers again."""
    if language != "nl":
        return f"{name} has left the conversation. The digital assistant answers again: a computer."
    return (
        f"{name} heeft het gesprek afgesloten. Vanaf nu antwoordt de digitale assistent weer: een computer."
    )


def removed(language: str = "nl") -> str:
    """Say, while a person holds the conversation, that a number was taken out of a message."""
    if language != "nl":
        return (
            "A citizen service number or bank account number was removed from your message before it was "
            "stored. So nobody can misuse it. The account manager has not seen it."
        )
    return (
        "Uit uw bericht is een burgerservicenummer of rekeningnummer verwijderd voordat het werd bewaard. "
        "Zo kan niemand er misbruik van maken. De accountmanager heeft het niet gezien."
    )
