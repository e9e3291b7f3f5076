"""The few sentences the conversations say themselves, also when everything behind them is broken."""

from assistant.schemas import Answer, Choice, Reply

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


def taken_over(name: str) -> str:
    """Say that a person answers from now on."""
    return f"U praat nu met {name}, accountmanager. De digitale assistent antwoordt niet meer."


def given_back(name: str) -> str:
    """Say that the computer answers again."""
    return (
        f"{name} heeft het gesprek afgesloten. Vanaf nu antwoordt de digitale assistent weer: een computer."
    )


def removed() -> str:
    """Say, while a person holds the conversation, that a number was taken out of a message."""
    return (
        "Uit uw bericht is een burgerservicenummer of rekeningnummer verwijderd voordat het werd bewaard. "
        "Zo kan niemand er misbruik van maken. De accountmanager heeft het niet gezien."
    )
