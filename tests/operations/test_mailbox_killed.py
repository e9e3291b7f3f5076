"""Kill -9 while mail is taken in: what was read and not stored comes again, what was stored comes once."""

import asyncio
import os
import sys
from email.message import EmailMessage
from pathlib import Path

from imap_server import running_imap_server
from test_outbox_killed import HERE, content

from channels.mail.addresses import reply_address
from channels.mail.incoming.poller import take_in
from channels.services import build_services
from handoff import service as handoff
from handoff.models import Ticket
from handoff.notices import Side
from handoff.schemas import HandOffRequest
from handoff.service import open_ticket
from handoff.status import EventKind
from kit import clock
from kit.settings import ROOT, Settings

JAN, MAILS = "jan@ondernemer.nl", 3
# Fetched and nothing more; in the middle of the transaction of a second mail; committed, and not yet out of
# the mailbox.
TURNS = ("fetch:1", "handle:2", "settle:1")


async def test_whenever_it_dies_every_mail_comes_in_once(sqlite_url: str, tmp_path: Path) -> None:
    with running_imap_server() as imap:
        settings = Settings(
            _env_file=None,
            data_dir=tmp_path,
            content_dir=content(tmp_path / "content"),
            region="gooi",
            database_url=sqlite_url,
            mail_from="voordeur@voorbeeld.nl",
            imap_url=imap.url,
        )
        services = build_services(settings)
        async with services.database.transaction() as session:
            ticket = await open_ticket(session, asked(), reaction_hours=16)
        to = reply_address(settings, ticket.reference, Side.ENTREPRENEUR)
        imap.put(*(mail(to, f"Bericht {number}.") for number in range(MAILS)))
        assert await dying(settings) == [f"{turn} 9" for turn in TURNS]
        assert imap.count() == MAILS, "a mail left before it was settled"
        await take_in(services)
        assert imap.count() == 0
        async with services.database.reading() as session:
            events = await handoff.events_of(session, await session.get_one(Ticket, ticket.id))
        said = [each.note for each in events if each.kind is EventKind.REPLY]
        assert sorted(map(str, said)) == [f"Bericht {number}." for number in range(MAILS)]
        await services.engine.close()
        await services.database.close()


def asked() -> HandOffRequest:
    return HandOffRequest(
        name="Jan Voorbeeld",
        email=JAN,
        question="Mag ik hier een werkplaats beginnen?",
        consent_at=clock.now(),
        consent_text="Mag dat?",
    )


def mail(to: str, text: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = JAN, to, "Re: uw vraag"
    made.set_content(text)
    return bytes(made)


async def dying(settings: Settings) -> list[str]:
    """Take in mail in children that die, one after another; return how each ended."""
    names = ("data_dir", "content_dir", "region", "database_url", "mail_from", "imap_url")
    values = {f"VOORDEUR_{name.upper()}": str(getattr(settings, name)) for name in names}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(HERE / "mailbox_process.py"),
        *TURNS,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | values,
    )
    output, _ = await process.communicate()
    return output.decode().splitlines()
