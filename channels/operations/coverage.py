"""`voordeur knowledge coverage`: how much is answered, per topic and gemeente."""

from collections.abc import Sequence
from datetime import date

from rich.table import Table

from knowledge.areas import Areas
from knowledge.schemas import ArticleFile
from knowledge.topics import TOPICS


def coverage_table(articles: Sequence[ArticleFile], areas: Areas, today: date) -> Table:
    """Count per topic the articles of each gemeente itself, and those that hold everywhere in the region."""
    served = [a for a in articles if a.status == "published" and a.valid_from <= today <= a.valid_until]
    table = Table("Onderwerp", *(areas.name(slug) for slug in areas.region_gemeenten), "Algemeen")
    for topic, described in TOPICS.items():
        about = [article for article in served if article.topic == topic]
        own = [sum(article.area == slug for article in about) for slug in areas.region_gemeenten]
        general = sum(not areas.is_gemeente(article.area) for article in about)
        table.add_row(described.title, *(str(number or "-") for number in own), str(general))
    return table
