"""What somebody says in English: an act by its phrases, or a topic by its words; both in ``english.yaml``.

No model decides this, so English is understood while Rasa is down as well.
"""

from knowledge.language_files import EnglishFile, TopicWordsFile
from knowledge.sayings import Sayings, bare
from knowledge.topics import TOPICS

_REST = "*"
_COURTESIES = frozenset(
    {"please", "hi", "hello", "hey", "dear", "sir", "madam", "ok", "okay", "well", "so", "oh", "sorry"}
)
"""They may stand around an act: "hi, can I talk to a person please"."""


class English:
    """Acts and topics in English."""

    def __init__(self, content: EnglishFile) -> None:
        """Prepare the phrases."""
        self._acts = {act: Sayings(phrases) for act, phrases in content.acts.items()}
        self._topics: dict[str, TopicWordsFile] = {str(key): each for key, each in content.topics.items()}

    def act(self, text: str) -> str | None:
        """Return the act that a text is, such as `ask_person`; nothing when it asks something else."""
        plain = " ".join(word for word in bare(text).split() if word not in _COURTESIES)
        for typed in (text, plain):
            for act, phrases in self._acts.items():
                if phrases.are(typed):
                    return act
        return next((act for act, phrases in self._acts.items() if phrases.heard_in(text)), None)

    def topic(self, text: str) -> str | None:
        """Return the topic with the most words in a text, as long as no other has as many."""
        typed = f" {bare(text)} "
        counts = {key: _count(topic, typed) for key, topic in self._topics.items()}
        best = max(counts, key=lambda key: counts[key], default=None)
        found = best is not None and list(counts.values()).count(counts[best]) == 1 and counts[best] > 0
        return best if found else None

    def title(self, topic: str) -> str:
        """Return the title of a topic, in Dutch as long as editors gave it none in English."""
        return self._topics[topic].title if topic in self._topics else TOPICS[topic].title


def _count(topic: TopicWordsFile, typed: str) -> int:
    """Count the letters of the words of a topic in a text: "business plan" says more than "desk"."""
    return sum(len(word) for word in topic.words if _is_in(word.lower(), typed))


def _is_in(word: str, typed: str) -> bool:
    return f" {word.removesuffix(_REST)}" in typed if word.endswith(_REST) else f" {word} " in typed
