"""What the widget asks first: /v1/widget."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query

from channels.messaging.links import messengers
from channels.services import Services, TheServices
from channels.web.embedding.hours import Hours, hours_at
from channels.web.embedding.models import Embedding
from channels.web.embedding.schemas import ContactDeskOut, ContactOut, WidgetOut
from channels.web.knowledge import Gemeente, moment_out, present_gemeente
from channels.web.limits import CLIENT
from channels.web.openapi import refusals
from handoff import repository as directory
from handoff.closed_days import all_closed_days
from handoff.models import AccountManager, ContactMoment
from handoff.service import contact_moments
from kit import clock

router = APIRouter(prefix="/v1", tags=["widget"], dependencies=[CLIENT], responses=refusals(429))

Language = Annotated[Literal["nl", "en"], Query(description="The language of the sentences.")]
Origin = Annotated[str | None, Header(description="Set by the browser: the website on which the widget is.")]


@router.get("/widget", response_model_exclude_none=True, responses=refusals(400))
async def describe_widget(
    services: TheServices, gemeente: Gemeente = None, language: Language = "nl", origin: Origin = None
) -> WidgetOut:
    """Tell how the chat looks on a website, whether it is open, and how to reach people without it."""
    areas = services.library.areas
    asked = present_gemeente(areas, gemeente)
    slugs = areas.aliases(asked) if asked else frozenset()
    embedding = services.embeddings.find(slugs, origin) or _without_embedding(asked)
    of_site = areas.current(embedding.gemeente) if embedding.gemeente else None
    present = asked or of_site
    async with services.database.reading() as session:
        managers = list((await directory.all_managers(session)).values())
        closed = await all_closed_days(session)
        moments = await contact_moments(session, present, areas.aliases(present) if present else ())
    hours = hours_at(embedding.opening, managers, closed, clock.now())
    return WidgetOut(
        state="off" if not embedding.active else "open" if hours.is_open else "closed",
        gemeente=present,
        gemeente_name=areas.name(present) if present else None,
        region=areas.region_name,
        position=embedding.position,
        greeting=embedding.greeting or _say(services, language, "widget_greeting"),
        notice=None if hours.is_open else _closed(services, language, hours),
        opens_at=hours.opens_at,
        contact=_contact(services, present, managers, moments),
        conversation_days=services.settings.conversation_days,
        messengers=messengers(services.settings, services.messengers.adapters),
        privacy=services.settings.privacy_page,
        mails_copies=services.settings.mails_copies,
    )


def _without_embedding(gemeente: str | None) -> Embedding:
    """Describe the chat where no coordinator set anything: on our own pages."""
    return Embedding(gemeente=gemeente, position="right", greeting="", opening="always", active=True)


def _closed(services: Services, language: str, hours: Hours) -> str:
    if hours.opens_at is None:
        return _say(services, language, "widget_closed")
    return _say(
        services, language, "widget_closed_until", moment=clock.written_moment(hours.opens_at, language)
    )


def _say(services: Services, language: str, key: str, **values: object) -> str:
    return services.library.replies_in(language).text(key, **values)


def _contact(
    services: Services,
    gemeente: str | None,
    managers: Sequence[AccountManager],
    moments: Sequence[ContactMoment],
) -> ContactOut:
    """Give the desk of the region and the walk-in hours: no address of a person stands in it."""
    areas = services.library.areas
    desks = [
        ContactDeskOut(name=each.name, email=each.email, phone=each.phone, example=each.example)
        for each in managers
        if each.region_desk and each.active
    ]
    page = f"/{gemeente}" if gemeente and areas.in_region(gemeente) else "/"
    return ContactOut(
        page=services.settings.base_url + page,
        desks=desks,
        contact_moments=[moment_out(areas, each) for each in moments],
    )
