"""Somebody in the directory."""

import pytest
from handoff_builders import manager, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import AccountManager


@pytest.fixture
async def anna(session: AsyncSession) -> AccountManager:
    anna = manager()
    await save(session, anna, manager("bram", gemeenten=["huizen"]))
    return anna
