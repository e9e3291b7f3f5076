"""Every version of the widget that was ever served: a website that pinned one keeps a working chat."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.web.widget.files import Widget, WidgetFile
from channels.web.widget.models import KeptFile
from kit import clock


async def keep(session: AsyncSession, widget: Widget) -> None:
    """Keep the files of a version, unless they are kept already."""
    if await session.scalar(select(exists().where(KeptFile.version == widget.version))):
        return
    for name, file in widget.files.items():
        session.add(KeptFile(version=widget.version, name=name, content=file.content, kept_at=clock.now()))


async def kept_file(session: AsyncSession, version: str, name: str) -> WidgetFile | None:
    """Return a file of an earlier version, if there was one."""
    kept = await session.get(KeptFile, (version, name))
    return WidgetFile(kept.content) if kept else None
