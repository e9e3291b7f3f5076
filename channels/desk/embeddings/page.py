"""Shows the embeddings, and the form of one with its snippet and its preview."""

from collections.abc import Sequence
from typing import Any

from fastapi import Response

from channels.desk.embeddings.form import (
    LONGEST_GREETING,
    LONGEST_NAME,
    OPENINGS,
    POSITIONS,
    REGION,
    EmbeddingForm,
)
from channels.desk.guard import Visit
from channels.desk.pages import page
from channels.web.embedding.models import Embedding
from channels.web.widget.snippet import pinned_snippet, snippet

NOTICES = {
    "made": "De chat is klaar om te plaatsen. Kopieer de regel hieronder naar de website.",
    "saved": "Opgeslagen. Nieuwe bezoekers zien het binnen enkele seconden.",
    "removed": "Verwijderd. De chat werkt niet meer op die websites.",
}


def show_list(visit: Visit, embeddings: Sequence[Embedding], notice: str = "") -> Response:
    """List where the chat stands."""
    areas = visit.services.library.areas
    rows = [(each, areas.name(each.gemeente) if each.gemeente else areas.region_name) for each in embeddings]
    context = {"rows": rows, "notice": NOTICES.get(notice, ""), "openings": OPENINGS}
    return page(visit.request, "embeddings/list.html", context)


def show_form(
    visit: Visit,
    form: EmbeddingForm,
    embedding: Embedding | None,
    *,
    notice: str = "",
    conflict: str = "",
) -> Response:
    """Show the form; of an embedding that is there, also the line for the website."""
    services, areas = visit.services, visit.services.library.areas
    address = services.settings.base_url
    context: dict[str, Any] = {
        "form": form,
        "errors": form.errors,
        "embedding": embedding,
        "notice": NOTICES.get(notice, ""),
        "conflict": conflict,
        "gemeenten": {REGION: f"Hele regio {areas.region_name}"}
        | {slug: areas.name(slug) for slug in areas.region_gemeenten},
        "positions": POSITIONS,
        "openings": OPENINGS,
        "longest_name": LONGEST_NAME,
        "longest_greeting": LONGEST_GREETING,
        "default_greeting": services.library.replies.text("widget_greeting"),
        "snippet": snippet(address, gemeente=embedding.gemeente) if embedding else "",
        "pinned": pinned_snippet(address, gemeente=embedding.gemeente) if embedding else "",
        "base": address,
        "secure": address.startswith("https://"),
    }
    return page(visit.request, "embeddings/edit.html", context, 400 if form.errors or conflict else 200)
