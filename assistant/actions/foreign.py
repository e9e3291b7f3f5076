"""In which language a turn is answered, and what is understood of one that is not in Dutch.

What is said in so many words needs no model: the acts of english.yaml. All other English is read by the
model as Dutch is, or while that is down by the words of its topics. In other languages there are two
sentences, and a person.
"""

from dataclasses import dataclass

from assistant.actions import choices, compose, hand_off, offline
from assistant.actions.dialogue import ACTIONS, Handler
from assistant.actions.memory import Memory, load_memory, save_memory
from assistant.actions.turn import FALLBACK, Services, Turn, Understanding
from assistant.schemas import Choice, Reply
from knowledge.languages import ENGLISH, Languages
from knowledge.library import Library
from knowledge.search.words import DUTCH

LONGEST_REQUEST = 6
"""Words; a longer message that asks for a language asks something else besides."""
NOT_SPOKEN = "not_spoken"
# By act; every other act is small talk or one of steering.
_ACTION = {
    "ask_person": "action_hand_off",
    "ask_source": "action_show_source",
    "delete_data": "action_delete_data",
    "give_gemeente": "action_set_gemeente",
    "out_of_scope": "action_out_of_scope",
}
_SMALL_TALK = {"greet", "thank", "bye", "help", "ask_identity", "abusive"}

type Understood = tuple[Understanding, Handler]
"""What a text means, and who handles it."""


@dataclass(frozen=True)
class Spoken:
    """The language of a turn, and whether the turn asks for that language and for nothing else."""

    language: str
    asked: bool = False


async def settle(services: Services, conversation_id: str, text: str) -> Spoken:
    """Decide in which language a typed text is answered, and remember it for the next turns."""
    async with services.database.reading() as session:
        memory = await load_memory(session, conversation_id)
    spoken = _meant(services.library.languages, memory, text)
    if spoken.language != memory.language:
        memory.language = spoken.language
        async with services.database.transaction() as session:
            await save_memory(session, conversation_id, memory)
            await services.conversations.set_language(session, conversation_id, spoken.language)
    return spoken


def _meant(languages: Languages, memory: Memory, text: str) -> Spoken:
    step = memory.hand_off.step if memory.hand_off else None
    length = len(text.split())
    # "Duits" and "Polski" are names too.
    asked = None if step == "name" and length == 1 else languages.asked_for(text)
    if asked:
        return Spoken(asked, asked=length <= LONGEST_REQUEST)
    filled_in = step in {"name", "contact"}
    return Spoken(memory.language if filled_in else languages.of(text, memory.language))


def understand(library: Library, spoken: Spoken, text: str) -> Understood | None:
    """Return what a text means by itself; None when the model has to read it."""
    if spoken.asked:
        return Understanding("language_asked"), say_language
    if spoken.language == DUTCH:
        return None
    act = library.english.act(_besides_place(library, text))
    if spoken.language != ENGLISH:
        return Understanding(act or NOT_SPOKEN), _spoken_steering if act else not_spoken
    return (Understanding(act), ACTIONS[_action(act)]) if act else None


def without_model(library: Library, spoken: Spoken, text: str) -> Understood:
    """Return what can be made of a text while the model does not answer; in English that is its topic."""
    if spoken.language == DUTCH:
        return offline.understand(text), offline.not_now
    topic = library.english.topic(text)
    return Understanding(topic or FALLBACK), ACTIONS["action_answer" if topic else "action_fallback"]


def _besides_place(library: Library, text: str) -> str:
    """Leave the place out when there is one: "I live in Laren" is an act, whatever the place."""
    return library.areas.without_places(text) if library.areas.find(text) else text


def _action(act: str) -> str:
    return _ACTION.get(act, "action_small_talk" if act in _SMALL_TALK else "action_steer")


async def _spoken_steering(turn: Turn) -> list[Reply]:
    """Do what a yes or no to the last question asks; all else gets the two sentences."""
    steered = turn.understanding.intent in {"affirm", "deny"} and turn.memory.pending
    if turn.understanding.intent == "ask_person" or steered:
        return await ACTIONS[_action(turn.understanding.intent)](turn)
    return await not_spoken(turn)


async def not_spoken(turn: Turn) -> list[Reply]:
    """Say in somebody's own language that a person can help; the question goes along."""
    turn.memory.question, turn.memory.pending = turn.text, "hand-off"
    return [await _two_sentences(turn)]


async def say_language(turn: Turn) -> list[Reply]:
    """Say that the conversation goes on in the language that somebody asked for."""
    if turn.language in {DUTCH, ENGLISH}:
        return [compose.say(turn, "small-talk", "language_switched", choices.topics(turn))]
    turn.memory.pending = "hand-off"
    return [await _two_sentences(turn)]


async def choose(turn: Turn, subject: str) -> list[Reply]:
    """Go on in the language of a button."""
    if subject not in turn.library.languages.known:
        return [compose.say(turn, "notice", "choice_unknown", choices.topics(turn))]
    turn.memory.language = subject
    await turn.services.conversations.set_language(turn.session, turn.conversation_id, subject)
    return await (hand_off.ask_again(turn) if turn.memory.hand_off else say_language(turn))


async def _two_sentences(turn: Turn) -> Reply:
    known = turn.library.languages.known
    others = (Choice(title=known[code].name, choice=f"language:{code}") for code in (ENGLISH, DUTCH))
    offered = (choices.person(turn), *others)
    return compose.say(turn, "fallback", "not_spoken", offered, name=await turn.person(turn.memory.topic))
