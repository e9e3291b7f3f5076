"""What a coordinator sets for the region at the desk, with a default for what was never set."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.tickets.models import RegionSetting
from kit import clock


async def read[Model: BaseModel](session: AsyncSession, key: str, otherwise: Model) -> Model:
    """Return what was set under a key, completed with the defaults: a new field needs no migration."""
    row = await session.get(RegionSetting, key)
    if row is None:
        return otherwise
    stored = type(otherwise).model_validate_json(row.value)
    return otherwise.model_copy(update=stored.model_dump(exclude_unset=True))


async def write(session: AsyncSession, key: str, value: BaseModel, actor: str) -> None:
    """Set what holds from now on."""
    await session.merge(
        RegionSetting(key=key, value=value.model_dump_json(), changed_by=actor, changed_at=clock.now())
    )
    await session.flush()


async def last_change(session: AsyncSession, key: str) -> tuple[str, datetime] | None:
    """Return who changed a setting last, and when; nothing when nobody did."""
    row = await session.get(RegionSetting, key)
    return (row.changed_by, row.changed_at) if row else None
