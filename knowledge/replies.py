"""The sentences of the conversation itself, from ``replies.yaml`` and what it is in other languages."""

from collections.abc import Iterator, Mapping
from string import Formatter

from knowledge.errors import KnowledgeError


class Replies:
    """Every sentence by its key; a list of texts is one reply of several paragraphs."""

    def __init__(self, texts: Mapping[str, tuple[str, ...]], otherwise: "Replies | None" = None) -> None:
        """Take the texts of one language; a key that is not among them is said as the other replies do."""
        own = {key: "\n\n".join(parts) for key, parts in texts.items()}
        self._texts: dict[str, str] = {**(otherwise._texts if otherwise else {}), **own}

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def text(self, key: str, **values: object) -> str:
        """Return a reply with its placeholders filled in.

        Raises:
            KnowledgeError: the key is unknown, or a placeholder has no value.
        """
        raw = self.raw(key)
        missing = sorted(placeholders(raw) - set(values))
        if missing:
            raise KnowledgeError(f"De tekst {key} mist een waarde voor {', '.join(missing)}.")
        return raw.format_map(values)

    def raw(self, key: str) -> str:
        """Return a reply with its placeholders still in it.

        Raises:
            KnowledgeError: the key is unknown.
        """
        if key not in self._texts:
            raise KnowledgeError(f"De tekst {key} staat niet in replies.yaml.")
        return self._texts[key]


def placeholders(text: str) -> set[str]:
    """Return the names between braces in a text.

    Raises:
        ValueError: the braces do not pair up, or hold something that is not a plain name.
    """
    names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    if not all(name.isidentifier() for name in names):
        raise ValueError("tussen accolades staat alleen een naam")
    return names
