"""What is there in Dutch only, for whoever speaks another language: said, and offered by its title."""

from assistant.actions import choices, compose
from assistant.actions.turn import Turn
from assistant.schemas import Answer, Reply
from knowledge.choice import choose
from knowledge.models import Article
from knowledge.search.index import Verdict
from knowledge.search.prior import Prior
from knowledge.search.words import DUTCH

MOST = 2
MOST_IN_TOPIC = 4


def notice(turn: Turn, item: Article) -> list[Reply]:
    """Say before a Dutch article that it is in Dutch; nothing in a Dutch conversation."""
    if turn.language == DUTCH or item.language != DUTCH:
        return []
    about = Answer(kind="notice", topic=item.topic, gemeente=turn.memory.gemeente)
    return [Reply(text=turn.say("only_dutch"), answer=about)]


def only_topic(turn: Turn) -> str | None:
    """Return the topic at hand when all of its articles are in Dutch."""
    topic = turn.memory.topic
    if turn.language == DUTCH or topic is None:
        return None
    return None if turn.index.browse(topic, gemeente=turn.memory.gemeente) else topic


def say_topic(turn: Turn, topic: str, name: str) -> Reply:
    """Say that a topic has answers in Dutch only, and offer those and a person."""
    dutch = turn.library.index.browse(topic, gemeente=turn.memory.gemeente)[:MOST_IN_TOPIC]
    offered = (choices.person(turn), *choices.articles(turn, found(turn) or dutch))
    return compose.say(
        turn, "fallback", "only_dutch_topic", offered, topic=turn.topic_title(topic), name=name
    )


def found(turn: Turn) -> list[Article]:
    """Find Dutch articles for an English question: names and official words are the same in both."""
    question, memory = turn.memory.question, turn.memory
    if turn.language == DUTCH or not question:
        return []
    result = turn.library.index.search(question, prior=Prior.known(memory.topic), gemeente=memory.gemeente)
    return [hit.article for hit in result.hits[:MOST]] if result.verdict is not Verdict.NOTHING else []


def versions(turn: Turn, item: Article) -> list[Article]:
    """Return the Dutch articles on the subject of a translation: there is one for every area."""
    original = turn.library.articles.get(item.translation_of or "")
    if original is None:
        return []
    every = turn.library.articles.values()
    return [each for each in every if (each.subject, each.language) == (original.subject, DUTCH)]


def differs(turn: Turn, item: Article) -> bool:
    """Tell whether the Dutch answer differs between gemeenten, whatever the translation says in general."""
    chosen = choose(versions(turn, item), turn.memory.gemeente, turn.library.areas)
    return chosen is not None and chosen.needs_gemeente
