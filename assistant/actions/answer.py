"""Answer a question from the knowledge store: sure, between two, or honestly not."""

from dataclasses import replace

from assistant.actions import check_choices, choices, compose, directory, hand_off, in_dutch, needs
from assistant.actions.turn import OUT_OF_SCOPE, Turn
from assistant.schemas import Reply
from knowledge.models import Article
from knowledge.search.prior import Prior
from knowledge.search.verdict import SearchResult, Verdict
from knowledge.topics import TOPICS

MOST_CHOICES = 3
MOST_FAILURES = 2
"""After this many turns in a row without an answer no third choice is offered: a person goes on."""
MOST_REMEMBERED = 20
"""Clarifications that are remembered, so that a long conversation does not grow for ever."""
MOST_IN_TOPIC = 6
KEYWORDS = 2
"""Words; so short a message says little, and is refused only"""
SHORT = 0.7
"""from this probability that it is not for this desk. Of short phrasings no model has seen, 1.3% are."""
SOMEBODY = 0.25
"""From this probability whoever gets no sure answer asks for a person."""
# Where the gemeente's own rules decide, whatever holds in general.
LOCAL_TOPICS = {"werken-aan-huis", "omgevingsplan"}


async def answer(turn: Turn) -> list[Reply]:
    """Answer the question that was just asked, unless it is not for this desk; of two needs the first.

    The model alone does not decide that: what the store surely answers was a question for this desk.
    """
    turn.memory.pending = None
    door = turn.door(turn.text)
    prior = replace(turn.understanding.prior, door=bool(door))
    result = turn.index.search(turn.text, prior=prior, gemeente=turn.memory.gemeente)
    both = needs.two_needs(turn, result)
    if both:
        return await _answer_both(turn, *both)
    if result.verdict is not Verdict.SURE and turn.understanding.ranking.get("ask_person", 0) >= SOMEBODY:
        return await hand_off.hand_off(turn)
    if _is_elsewhere(turn, result, door):
        return [compose.out_of_scope(turn, door)]
    turn.memory.question = turn.memory.about = turn.text
    turn.memory.topic = turn.understanding.topic or turn.memory.topic
    return await _say(turn, result)


async def _answer_both(turn: Turn, first: needs.Need, second: needs.Need) -> list[Reply]:
    turn.memory.question = turn.memory.about = first.text
    turn.memory.topic = first.topic
    replies = await answer_question(turn, first.topic)
    return [*replies, needs.offer(turn, second)]


async def answer_second(turn: Turn, topic: str) -> list[Reply]:
    """Answer what was asked besides the question, in the same message."""
    second, turn.memory.second = turn.memory.second, None
    if second is None:
        return await show_topic(turn, topic) if topic in TOPICS else [await not_known(turn)]
    turn.memory.question = turn.memory.about = second
    turn.memory.topic, turn.memory.pending = topic, None
    return await answer_question(turn, topic)


async def answer_question(turn: Turn, topic: str | None) -> list[Reply]:
    """Answer the question in memory for the gemeente in memory; a topic makes its articles likelier."""
    question, prior = turn.memory.question or "", Prior.known(topic)
    return await _say(turn, turn.index.search(question, prior=prior, gemeente=turn.memory.gemeente))


def _is_elsewhere(turn: Turn, result: SearchResult, door: str | None) -> bool:
    """Tell whether a question is not for this desk, by the model, the words of residents and the search."""
    if door and not turn.understanding.prior.read:
        return result.verdict is not Verdict.SURE
    short = len(turn.text.split()) <= KEYWORDS and not door
    if short and turn.understanding.prior.out_of_scope < SHORT:
        return False
    nothing = turn.understanding.intent == OUT_OF_SCOPE and not result.hits
    return nothing or result.verdict is Verdict.OUT_OF_SCOPE


async def _say(turn: Turn, result: SearchResult) -> list[Reply]:
    turn.memory.answered_with = None
    if result.verdict is Verdict.SURE:
        return await give(turn, result)
    if result.hits:
        return await clarify(turn, result)
    return [await not_known(turn)]


async def answer_here(turn: Turn) -> list[Reply]:
    """Answer the last question anew for the gemeente in memory: on the same subject, if it had an answer."""
    answered = turn.library.articles.get(turn.memory.answered_with or "")
    if answered:
        about = turn.index.browse(answered.topic, gemeente=turn.memory.gemeente)
        here = next((item for item in about if item.subject == answered.subject), None)
        if here:
            turn.memory.alternatives = []
            return await show(turn, here)
    return await answer_question(turn, turn.memory.topic)


async def give(turn: Turn, result: SearchResult) -> list[Reply]:
    """Give the best article; when the answer differs between gemeenten, ask once which one it is about."""
    best, *others = result.hits
    turn.memory.alternatives = [hit.article.id for hit in others[: MOST_CHOICES - 1]]
    turn.memory.topic = best.article.topic
    if best.needs_gemeente and turn.library.areas.is_gemeente(best.article.area):
        return [ask_gemeente(turn)]  # there is no general answer to give first
    shown = await show(turn, best.article, result.confidence)
    differs = best.needs_gemeente or in_dutch.differs(turn, best.article)
    if differs and not turn.memory.gemeente_asked:
        return [*shown, ask_gemeente(turn)]
    return shown


async def show(turn: Turn, item: Article, confidence: float | None = None) -> list[Reply]:
    """Show an article, with the list that belongs with it, and remember that it was shown."""
    turn.memory.article_id = turn.memory.answered_with = item.id
    turn.memory.topic = item.topic
    turn.memory.clarified = []
    turn.memory.pending = None
    shown = compose.article(turn, item, confidence, local=_local(turn, item))
    return [*in_dutch.notice(turn, item), shown, *await directory.beside(turn, item)]


def _local(turn: Turn, item: Article) -> Article | None:
    """Find what the gemeente itself says about the topic of an article that holds more widely."""
    gemeente = turn.memory.gemeente
    if gemeente is None or item.area == gemeente:
        return None
    own = next((each for each in in_dutch.versions(turn, item) if each.area == gemeente), None)
    if own or item.topic not in LOCAL_TOPICS:
        return own
    about = turn.library.index.browse(item.topic, gemeente=gemeente)
    return next((other for other in about if other.area == gemeente), None)


def ask_gemeente(turn: Turn) -> Reply:
    """Ask which gemeente it is about."""
    turn.memory.pending = "gemeente"
    turn.memory.gemeente_asked = True
    return compose.say(turn, "clarification", "ask_gemeente", choices.gemeenten(turn))


async def clarify(turn: Turn, result: SearchResult) -> list[Reply]:
    """Offer the two or three answers it could be; the same ones are never offered twice, in any order."""
    items = [hit.article for hit in result.hits[:MOST_CHOICES]]
    if _times_offered(turn, items) or turn.memory.failures >= MOST_FAILURES:
        return [await not_known(turn)]
    turn.memory.topic = items[0].topic
    return [await _offer(turn, items)]


async def _offer(turn: Turn, items: list[Article]) -> Reply:
    """Ask whether one of these articles is meant; the second time in a row a person is named beside them."""
    failures = _failed(turn)
    offer = [item.id for item in items]
    turn.memory.clarified = [*turn.memory.clarified, offer][-MOST_REMEMBERED:]
    turn.memory.pending = "article"
    offered = choices.articles(turn, items)
    if failures >= MOST_FAILURES:
        name = await turn.person(turn.memory.topic)
        by_name = choices.person_named(turn, name)
        return compose.say(turn, "clarification", "clarify_again", (*offered, by_name), name=name)
    question = "clarify" if len(items) > 1 else "clarify_one"
    return compose.say(turn, "clarification", question, (*offered, choices.person(turn)))


def _times_offered(turn: Turn, items: list[Article]) -> int:
    wanted = {item.id for item in items}
    return sum(set(offer) == wanted for offer in turn.memory.clarified)


async def take_offered(turn: Turn) -> list[Reply]:
    """Give the article that was offered; of several, ask once which one is meant."""
    known, offer = turn.library.articles, turn.memory.clarified[-1:]
    items = [known[key] for keys in offer for key in keys if key in known]
    if len(items) == 1:
        return await show(turn, items[0])
    if not items or _times_offered(turn, items) > 1:
        return [await not_known(turn)]
    turn.memory.clarified.append([item.id for item in items])
    offered = (*choices.articles(turn, items), choices.person(turn))
    return [compose.say(turn, "clarification", "clarify_which", offered)]


async def not_known(turn: Turn) -> Reply:
    """Say that there is no answer, and who can give one; the second time in a row that it has been enough."""
    key = "not_known_again" if _failed(turn) >= MOST_FAILURES else "not_known"
    turn.memory.pending, name = "hand-off", await turn.person(turn.memory.topic)
    if topic := in_dutch.only_topic(turn):
        return in_dutch.say_topic(turn, topic, name)
    offered = (*choices.yes_no(turn), *choices.articles(turn, in_dutch.found(turn)))
    return compose.say(turn, "fallback", key, offered, name=name)


def _failed(turn: Turn) -> int:
    """Count one more turn without an answer."""
    turn.memory.failures, turn.failed = turn.memory.failures + 1, True
    return turn.memory.failures


async def show_topic(turn: Turn, topic: str) -> list[Reply]:
    """List what there is to know about a topic in this gemeente."""
    turn.memory.topic = topic
    items = turn.index.browse(topic, gemeente=turn.memory.gemeente)[:MOST_IN_TOPIC]
    if not items and in_dutch.only_topic(turn):
        return [await not_known(turn)]
    offered = (*choices.articles(turn, items), *check_choices.about(turn, topic), choices.person(turn))
    return [compose.say(turn, "clarification", "topic_list", offered, topic=turn.topic_title(topic))]


async def show_other(turn: Turn) -> list[Reply]:
    """Offer the other answers of the last question, or a person when there are none."""
    known = turn.library.articles
    items = [known[key] for key in turn.memory.alternatives if key in known]
    turn.memory.alternatives = []
    if not items:
        return [await not_known(turn)]
    return [await _offer(turn, items)]
