"""What stands behind the doors of the desk: who may, and objects for what is variable in a path."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from article_builders import article_form, send
from desk_builders import PASSWORD, VARIABLE, account_manager, desk_paths
from doors import COORDINATE, DRAFTS, EDIT, ENTER, OPEN, PRESENCE, READ, SETTINGS, WORK
from fastapi import FastAPI

from channels.desk import sessions
from channels.desk.inbox.models import SavedView
from channels.desk.models import Role
from channels.desk.repository import user_with_email
from channels.desk.service import create_user
from channels.services import Services
from channels.web.embedding.models import Embedding
from handoff.models import Absence, ClosedDay, ContactMoment, Ticket
from handoff.tickets import canned
from handoff.tickets.attachments import attach
from handoff.tickets.files import checked_file
from kit import clock
from knowledge.gaps.models import GapGroup, GapLesson, GapQuestion, Reason

PEOPLE = {
    Role.ACCOUNT_MANAGER: "anna",
    Role.EDITOR: "redactie",
    Role.COORDINATOR: "coordinator",
    Role.AUDITOR: "auditor",
}
# Said here once more, on purpose: a slip in the one place that knows must not go unseen.
MAY = {
    Role.ACCOUNT_MANAGER: {ENTER, READ, WORK, PRESENCE},
    Role.EDITOR: {ENTER, DRAFTS, EDIT},
    Role.COORDINATOR: {ENTER, READ, WORK, DRAFTS, EDIT, SETTINGS, COORDINATE},
    Role.AUDITOR: {ENTER, READ, DRAFTS, SETTINGS},
}

FIELDS: dict[str, dict[str, str]] = {
    "POST /desk/articles/{article_id}/roll-back": {"version": "1"},
}
"""What a form must hold so that its answer is about the form and not about the object in it."""


def desk_doors(app: FastAPI) -> set[str]:
    """Every route of the desk behind the log-in page, as the table of doors writes them."""
    return {f"{method} {path}" for method, path in desk_paths(app)} - OPEN


@dataclass
class Objects:
    """Makes what the variables in a path stand for: everything of Anna, in Hilversum."""

    services: Services
    tickets: Callable[..., Awaitable[Any]]
    browse: Callable[..., Awaitable[Any]]
    visitor: str
    """Who knocks."""
    made: int = 0
    makers: Mapping[str, Callable[[], Awaitable[dict[str, str]]]] = field(init=False)

    def __post_init__(self) -> None:
        self.makers = {
            "reference": self._ticket,
            "attachment_id": self._attachment,
            "revision_id": self._draft,
            "article_id": self._article,
            "gap_id": self._gap,
            "lesson_id": self._lesson,
            "user_id": self._user,
            "entry_id": self._entry,
            "manager_id": self._manager,
            "absence_id": self._absence,
            "own_absence_id": self._own_absence,
            "moment_id": self._moment,
            "closed_day_id": self._closed_day,
            "embedding_id": self._embedding,
            "canned_id": self._canned,
            "path": self._nothing,
            "session_id": self._session,
            "view_id": self._view,
        }

    async def fill(self, door: str) -> str:
        """Return the path of a door, with fresh objects in it; fails for a variable without a maker."""
        path, values = door.split()[1], dict[str, str]()
        wanted = VARIABLE.findall(path)
        for name in reversed(wanted):  # the last one knows what it belongs to
            if name not in values:
                values |= await self.makers[name]()
        return VARIABLE.sub(lambda found: values[found[1]], path)

    async def _ticket(self) -> dict[str, str]:
        return {"reference": (await self.tickets("anna")).reference}

    async def _attachment(self) -> dict[str, str]:
        ticket, settings = await self.tickets("anna"), self.services.settings
        file = checked_file("brief.pdf", b"%PDF-1.7 ")
        async with self.services.database.transaction() as session:
            own = await session.get_one(Ticket, ticket.id)
            made = await attach(session, settings.data_dir, own, file, "Anna")
        return {"reference": ticket.reference, "attachment_id": made.id}

    async def _canned(self) -> dict[str, str]:
        self.made += 1
        async with self.services.database.transaction() as session:
            made = await canned.save(
                session, None, owner_id="anna", title=f"Tekst {self.made}", text="Dag", actor="Anna"
            )
        return {"canned_id": str(made.id)}

    async def _article(self) -> dict[str, str]:
        return {"article_id": "kapsalon-hilversum"}

    async def _draft(self) -> dict[str, str]:
        self.made += 1
        form = article_form(id=f"lunchroom-{self.made}")
        made = await send(await self.browse("redactie"), "/desk/articles/new", **form)
        *_, article_id, _, revision = made.headers["location"].split("?")[0].removesuffix("/edit").split("/")
        return {"article_id": article_id, "revision_id": revision}

    async def _gap(self) -> dict[str, str]:
        self.made += 1
        async with self.services.database.transaction() as session:
            group = GapGroup(note="")
            session.add(group)
            await session.flush()
            question = f"vraag {self.made}"
            session.add(
                GapQuestion(group_id=group.id, text=question, reason=Reason.NOT_FOUND, asked_on=clock.today())
            )
        return {"gap_id": str(group.id)}

    async def _lesson(self) -> dict[str, str]:
        self.made += 1
        async with self.services.database.transaction() as session:
            lesson = GapLesson(text=f"les {self.made}", allowed_by="Redactie", allowed_on=clock.today())
            session.add(lesson)
        return {"lesson_id": str(lesson.id)}

    async def _entry(self) -> dict[str, str]:
        return {"entry_id": "1"}  # an entry that is gone is no error: somebody else was first

    async def _embedding(self) -> dict[str, str]:
        signed = {"changed_at": clock.now(), "changed_by": "Coordinator"}
        async with self.services.database.transaction() as session:
            embedding = Embedding(name="Website", origins=["https://www.voorbeeld.example"], **signed)
            session.add(embedding)
        return {"embedding_id": str(embedding.id)}

    async def _user(self) -> dict[str, str]:
        self.made += 1
        email = f"nieuw{self.made}@example.nl"
        async with self.services.database.transaction() as session:
            await create_user(session, email=email, name="Nieuw", role="editor", password=PASSWORD)
            user = await user_with_email(session, email)
        assert user
        return {"user_id": str(user.id)}

    async def _view(self) -> dict[str, str]:
        self.made += 1
        async with self.services.database.transaction() as session:
            user = await user_with_email(session, f"{self.visitor}@example.nl")
            assert user
            view = SavedView(user_id=user.id, name=f"weergave {self.made}", query="")
            session.add(view)
        return {"view_id": str(view.id)}

    async def _session(self) -> dict[str, str]:
        async with self.services.database.transaction() as session:
            user = await user_with_email(session, f"{self.visitor}@example.nl")
            assert user
            token, _ = await sessions.open_session(session, self.services.settings, user)
        return {"session_id": sessions.hash_token(token)[:32]}

    async def _manager(self) -> dict[str, str]:
        self.made += 1
        async with self.services.database.transaction() as session:
            session.add(account_manager(f"nieuw-{self.made}", gemeenten=["laren"]))
        return {"manager_id": f"nieuw-{self.made}"}

    async def _absence(self) -> dict[str, str]:
        values = await self._manager()
        return values | {"absence_id": await self._absent(values["manager_id"])}

    async def _own_absence(self) -> dict[str, str]:
        return {"own_absence_id": await self._absent("anna")}

    async def _absent(self, manager_id: str) -> str:
        async with self.services.database.transaction() as session:
            absence = Absence(account_manager_id=manager_id, first_day=clock.today())
            session.add(absence)
        return str(absence.id)

    async def _moment(self) -> dict[str, str]:
        self.made += 1
        values = {"gemeente": "laren", "title": "Spreekuur", "place": "Raadhuis", "weekday": 1}
        async with self.services.database.transaction() as session:
            moment = ContactMoment(
                id=f"uur-{self.made}", starts="09:00", ends="10:00", valid_from=clock.today(), **values
            )
            session.add(moment)
        return {"moment_id": moment.id}

    async def _closed_day(self) -> dict[str, str]:
        async with self.services.database.transaction() as session:
            day = ClosedDay(day=clock.today(), name="Dicht")
            session.add(day)
        return {"closed_day_id": str(day.id)}

    async def _nothing(self) -> dict[str, str]:
        return {"path": "onzin"}
