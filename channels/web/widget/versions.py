"""Every version of the widget that was ever served: a website that pinned one keeps a working chat."""

from typing import Any, cast

from sqlalchemy import exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from channels.web.widget.files import Widget, WidgetFile
from channels.web.widget.models import KeptFile
from kit import clock

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def keep(session: AsyncSession, widget: Widget) -> None:
    """Keep the files of a version, unless they are kept; several gateways may start at the same time."""
    if await session.scalar(select(exists().where(KeptFile.version == widget.version))):
        return
    kept_at = clock.now()
    rows = [
        {"version": widget.version, "name": name, "content": file.content, "kept_at": kept_at}
        for name, file in widget.files.items()
    ]
    insert = _INSERTS[session.get_bind().dialect.name]
    await session.execute(cast(Any, insert(KeptFile).values(rows)).on_conflict_do_nothing())


async def kept_file(session: AsyncSession, version: str, name: str) -> WidgetFile | None:
    """Return a file of an earlier version, if there was one."""
    kept = await session.get(KeptFile, (version, name))
    return WidgetFile(kept.content) if kept else None
