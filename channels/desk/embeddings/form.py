"""The form of one embedding: what was filled in, and what is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from channels.conversations.text import clean, is_visible
from channels.web.embedding.models import Embedding
from channels.web.embedding.origins import OriginError, origin_of

LONGEST_NAME = 80
LONGEST_GREETING = 200
MOST_ORIGINS = 20
REGION = "regio"
POSITIONS = {"right": "Rechtsonder", "left": "Linksonder"}
OPENINGS = {
    "always": "Altijd. De digitale assistent antwoordt dag en nacht.",
    "office-hours": "Alleen als het loket van de regio werkt. Daarna staat er wanneer de chat weer opengaat.",
}


@dataclass(frozen=True)
class EmbeddingForm:
    """What stands in the fields, and by field what is wrong; `origins` are written as browsers do."""

    name: str = ""
    gemeente: str = ""
    position: str = "right"
    greeting: str = ""
    typed_origins: str = ""
    opening: str = "always"
    active: bool = True
    seen: str = ""
    """When the embedding was last changed, as the page showed it."""
    origins: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The columns, when nothing is wrong."""
        return {
            "name": self.name,
            "gemeente": None if self.gemeente == REGION else self.gemeente,
            "position": self.position,
            "greeting": self.greeting,
            "origins": list(self.origins),
            "opening": self.opening,
            "active": self.active,
        }


def form_of(embedding: Embedding) -> EmbeddingForm:
    """Fill in the form with an embedding."""
    return EmbeddingForm(
        name=embedding.name,
        gemeente=embedding.gemeente or REGION,
        position=embedding.position,
        greeting=embedding.greeting,
        typed_origins="\n".join(embedding.origins),
        opening=embedding.opening,
        active=embedding.active,
        seen=embedding.changed_at.isoformat(),
    )


def read_form(
    sent: Mapping[str, Any], gemeenten: Collection[str], others: Sequence[Embedding]
) -> EmbeddingForm:
    """Read a form; `others` are the embeddings that may not have the same website for the same gemeente."""
    texts = {name: clean(value) if isinstance(value := sent.get(name), str) else "" for name in _FIELDS}
    errors: dict[str, str] = {}
    origins = _origins(texts["origins"], errors)
    _check(texts, gemeenten, errors)
    if "origins" not in errors and "gemeente" not in errors:
        _check_apart(origins, None if texts["gemeente"] == REGION else texts["gemeente"], others, errors)
    return EmbeddingForm(
        name=texts["name"],
        gemeente=texts["gemeente"],
        position=texts["position"],
        greeting=texts["greeting"],
        typed_origins=texts["origins"],
        opening=texts["opening"],
        active=texts["active"] == "yes",
        seen=texts["seen"],
        origins=origins,
        errors=errors,
    )


_FIELDS = ("name", "gemeente", "position", "greeting", "origins", "opening", "active", "seen")


def _check(texts: Mapping[str, str], gemeenten: Collection[str], errors: dict[str, str]) -> None:
    if not is_visible(texts["name"]):
        errors["name"] = "Geef een naam, zoals: website van de gemeente."
    elif len(texts["name"]) > LONGEST_NAME:
        errors["name"] = f"Gebruik hooguit {LONGEST_NAME} tekens."
    if texts["gemeente"] != REGION and texts["gemeente"] not in gemeenten:
        errors["gemeente"] = "Kies een gemeente uit de lijst, of de hele regio."
    if len(texts["greeting"]) > LONGEST_GREETING or "\n" in texts["greeting"]:
        errors["greeting"] = f"Gebruik één regel van hooguit {LONGEST_GREETING} tekens."
    if texts["position"] not in POSITIONS:
        errors["position"] = "Kies links of rechts."
    if texts["opening"] not in OPENINGS:
        errors["opening"] = "Kies wanneer de chat open is."


def _origins(typed: str, errors: dict[str, str]) -> tuple[str, ...]:
    lines = [line for line in typed.splitlines() if line.strip()]
    if not lines:
        errors["origins"] = "Vul ten minste één website in. Zonder website kan niemand de chat gebruiken."
    elif len(lines) > MOST_ORIGINS:
        errors["origins"] = f"Er passen hooguit {MOST_ORIGINS} websites in."
    if errors:
        return ()
    try:
        return tuple(dict.fromkeys(origin_of(line) for line in lines))
    except OriginError as error:
        errors["origins"] = str(error)
        return ()


def _check_apart(
    origins: Collection[str], gemeente: str | None, others: Sequence[Embedding], errors: dict[str, str]
) -> None:
    """Refuse a website that another embedding of the same gemeente has: nobody could tell which one holds."""
    for other in others:
        twice = [each for each in origins if each in other.origins]
        if twice and other.gemeente == gemeente:
            errors["origins"] = f"{twice[0]} staat al bij ‘{other.name}’, voor dezelfde gemeente."
