"""For those who keep Voordeur running: /health and /metrics."""

from contextlib import suppress

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from channels.services import Services, TheServices
from channels.web.schemas import HealthOut
from handoff.outbox import service as outbox
from handoff.tickets.figures import kept_lately

router = APIRouter(tags=["operations"])


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Tell that the process runs."""
    return {"status": "ok"}


@router.get("/health/ready", responses={503: {"model": HealthOut, "description": "Not ready."}})
async def ready(services: TheServices, response: Response) -> HealthOut:
    """Tell whether people can be helped.

    A gateway without Rasa is not ready until Rasa has answered once. After that it stays ready, but
    degraded: buttons and hand-off still work, so taking it away would leave people with nothing.
    """
    database, content = await _database_answers(services), bool(services.library.articles)
    rasa = await services.engine.reachable()
    if rasa:
        services.rasa_seen.set()
    usable = database and content and services.rasa_seen.is_set()
    response.status_code = 200 if usable else 503
    status = "unavailable" if not usable else "ready" if rasa else "degraded"
    return HealthOut(status=status, database=database, content=content, rasa=rasa)


@router.get("/metrics", include_in_schema=False)
async def metrics(services: TheServices) -> Response:
    """Give the counts of this gateway, and what waits in the database, in Prometheus' text format."""
    with suppress(SQLAlchemyError, OSError):  # the other counts are worth having
        async with services.database.reading() as session:
            services.metrics.show_outbox(await outbox.counts(session))
            services.metrics.show_promises(await kept_lately(session))
    return Response(services.metrics.text(), media_type=CONTENT_TYPE_LATEST)


async def _database_answers(services: Services) -> bool:
    try:
        await services.database.ping()
    except (SQLAlchemyError, OSError):
        return False
    return True
