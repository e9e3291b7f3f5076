"""`/` and `/{gemeente}`: everything an entrepreneur can do here, on one page, without script."""

import re

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from channels.web.articles import linked_data, view
from channels.web.articles.asked import MostAsked
from channels.web.articles.page import Reader, TheReader
from channels.web.landing.linked_data import nodes, title
from channels.web.landing.people import helpers
from channels.web.landing.questions import questions
from knowledge.areas import Areas

_READ = ["GET", "HEAD"]
# What could be the name of a place; anything else that is not found is no page for people.
_NAME = re.compile(r"[A-Za-z][A-Za-z-]{0,63}")

router = APIRouter(include_in_schema=False)
# After all other pages, whose names come first.
gemeenten = APIRouter(include_in_schema=False)


@router.api_route("/", methods=_READ)
async def show_region(reader: TheReader) -> Response:
    """Show the page of the region, or that of the gemeente that was chosen on it."""
    gemeente = reader.place.gemeente
    if gemeente and reader.library.areas.in_region(gemeente):
        return RedirectResponse(f"/{gemeente}", 303)
    return await _front(reader, None)


@gemeenten.api_route("/{name}/", methods=_READ)
async def drop_slash(reader: TheReader, name: str) -> Response:
    """Lead from the address of a gemeente with a slash at the end, as people type it, to the page."""
    if not _NAME.fullmatch(name) or _gemeente(reader.library.areas, name) is None:
        raise HTTPException(404)
    return RedirectResponse(f"/{name}", 301)


@gemeenten.api_route("/{name}", methods=_READ)
async def show_gemeente(reader: TheReader, name: str) -> Response:
    """Show the page of a gemeente; a former name, a kern and capitals lead to it."""
    areas = reader.library.areas
    if not _NAME.fullmatch(name):
        raise HTTPException(404)
    present = _gemeente(areas, name)
    if present is None or not areas.in_region(present):
        return reader.page(
            "landing/unknown.html", 404, address="/", known=areas.name(present) if present else ""
        )
    if present != name:
        return RedirectResponse(f"/{present}", 301)
    return await _front(reader.at(present), present)


def _gemeente(areas: Areas, name: str) -> str | None:
    """Return the gemeente that an address names: by its slug, a former one, or the name of a kern."""
    slug = name.lower()
    return areas.current(slug) if areas.is_gemeente(slug) else areas.find(slug.replace("-", " "))


async def _front(reader: Reader, gemeente: str | None) -> Response:
    library, areas = reader.library, reader.library.areas
    asked: MostAsked = reader.request.app.state.most_asked
    here = await asked.ids(gemeente) if gemeente else []
    everywhere = await asked.ids()
    articles = questions(library, here, everywhere, reader.place)
    async with reader.services.database.reading() as session:
        help_ = await helpers(session, areas, gemeente)
    return reader.kept(
        "landing/front.html",
        f"/{gemeente or ''}",
        gemeente=gemeente,
        title=title(areas, gemeente),
        where=areas.name(gemeente) if gemeente else areas.region_name,
        merge=view.merge_notice(areas, gemeente) if gemeente else "",
        gemeenten={slug: areas.name(slug) for slug in areas.region_gemeenten},
        articles=articles,
        asked=bool(here or everywhere),
        checks=library.checks.all(),
        help=help_,
        english=[each for article in articles if (each := view.translation(library, article))],
        data=linked_data.script(*nodes(areas, gemeente, articles, help_, reader.base)),
    )
