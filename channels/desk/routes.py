"""Puts the desk together: the log-in page outside, everything else behind the guard."""

from fastapi import APIRouter, Depends, Response

from channels.desk import (
    account_routes,
    action_routes,
    gaps_routes,
    invitation_routes,
    log_in_routes,
    outbox_routes,
    second_factor_routes,
    ticket_routes,
    user_routes,
)
from channels.desk.articles import (
    coverage_routes,
    edit_routes,
    history_routes,
    list_routes,
    revision_routes,
    trial_routes,
    worklist_routes,
)
from channels.desk.articles.frame import PATH
from channels.desk.embeddings import routes as embedding_routes
from channels.desk.errors import NotFoundError
from channels.desk.guard import TheVisit, guard
from channels.desk.inbox import routes as inbox_routes
from channels.desk.live import routes as live_routes
from channels.desk.pages import HOME, DeskRoute, go_to
from channels.desk.people import closed_routes, manager_routes, moment_routes, own_routes
from channels.desk.provider import routes as provider_routes
from channels.desk.tickets import routers as tickets

_ARTICLES = (
    list_routes.router,
    worklist_routes.router,
    coverage_routes.router,
    trial_routes.router,  # before the article with that id
    edit_routes.router,
    revision_routes.router,
    history_routes.router,
)
_PEOPLE = (manager_routes.router, moment_routes.router, closed_routes.router, own_routes.router)
_COORDINATING = (embedding_routes.router, *tickets.COORDINATING, outbox_routes.router, user_routes.router)
_TICKETS = (
    inbox_routes.router,
    ticket_routes.router,
    action_routes.router,
    *tickets.TICKETS,
    live_routes.router,
    live_routes.news,
)
_ACCOUNT = (account_routes.router, second_factor_routes.router)
_PAGES = (log_in_routes.leaving, *_TICKETS, *_ARTICLES, gaps_routes.router, *_PEOPLE, *_ACCOUNT)
_doors = APIRouter(route_class=DeskRoute)


@_doors.get("")
async def enter(visit: TheVisit) -> Response:
    """Go to the first page of this user."""
    return go_to(HOME if visit.entry.sees_tickets else PATH)


@_doors.get("/{path:path}")
async def find_nothing(path: str) -> Response:
    """Say on a page, not in JSON, that there is nothing here; it comes after all other pages."""
    raise NotFoundError


# FastAPI remembers dependencies for as long as the process lives: they may not hold a gateway's services.
_behind = APIRouter(dependencies=[Depends(guard)])
for _routes in (*_PAGES, *_COORDINATING, _doors):
    _behind.include_router(_routes, prefix="/desk")
router = APIRouter(include_in_schema=False)
router.include_router(log_in_routes.entering, prefix="/desk")
router.include_router(invitation_routes.router, prefix="/desk")
router.include_router(provider_routes.router, prefix="/desk")
router.include_router(_behind)
