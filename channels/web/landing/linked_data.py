"""What machines read in a front page: schema.org, and only what the page says; sample data is left out."""

from collections.abc import Sequence

from channels.web.articles.linked_data import Node, list_node
from channels.web.landing.people import Help
from knowledge.areas import Areas
from knowledge.models import Article


def nodes(
    areas: Areas, gemeente: str | None, articles: Sequence[Article], help_: Help, base: str
) -> list[Node]:
    """Describe the page, the service behind it and its questions."""
    address = f"{base}/{gemeente or ''}"
    name = f"Gemeente {areas.name(gemeente)}" if gemeente else areas.region_name
    area = {"@type": "AdministrativeArea", "name": name}
    page = list_node(articles, title(areas, gemeente), f"/{gemeente or ''}", base)
    page |= {"about": area, "isPartOf": {"@type": "WebSite", "@id": f"{base}/"}}
    service: Node = {
        "@type": "GovernmentService",
        "@id": f"{address}#dienst",
        "name": f"Hulp voor ondernemers in {areas.name(gemeente) if gemeente else areas.region_name}",
        "areaServed": area,
        "availableChannel": {"@type": "ServiceChannel", "serviceUrl": f"{base}/chat"},
    }
    contact = [
        {"@type": "ContactPoint", "name": desk.name, "email": desk.email}
        | ({"telephone": desk.phone} if desk.phone else {})
        for desk in help_.desks
        if not desk.example
    ]
    if contact:
        service["availableChannel"]["servicePhone"] = contact
    site = {
        "@type": "WebSite",
        "@id": f"{base}/",
        "url": f"{base}/",
        "name": f"Voordeur {areas.region_name}",
        "inLanguage": "nl",
    }
    return [page, service, *([] if gemeente else [site])]


def title(areas: Areas, gemeente: str | None) -> str:
    """Name a front page."""
    return f"Ondernemen in {areas.name(gemeente) if gemeente else areas.region_name}"
