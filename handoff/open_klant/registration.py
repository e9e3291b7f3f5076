"""Brings what Open Klant knows of a ticket up to date; every step is remembered before the next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from handoff.models import AccountManager, Ticket
from handoff.open_klant import bodies
from handoff.open_klant.client import Body, GoneError, OpenKlant
from handoff.open_klant.models import OpenKlantRecord
from handoff.outbox import UndeliverableError
from kit import clock
from kit.database import Database


@dataclass(frozen=True)
class Office:
    """What a registration says besides the ticket: the department, and where tickets are answered."""

    department: str
    desk_url: str


class Registration:
    """One ticket on its way to Open Klant."""

    def __init__(
        self, database: Database, api: OpenKlant, office: Office, ticket: Ticket, channel: str
    ) -> None:
        """Take the ticket as it is now, and the channel over which the question came."""
        self._database, self._api, self._office = database, api, office
        self._ticket, self._channel = ticket, channel
        self._record = OpenKlantRecord(ticket_id=ticket.id, steps={}, assigned=[])

    async def bring_up_to_date(self) -> None:
        """Do the steps that were not done yet, then change what differs from the ticket.

        Raises:
            RetryLaterError: Open Klant does not answer, or not now.
            UndeliverableError: it refuses what we say, or lost what we registered.
        """
        await self._load()
        try:
            await self._register()
        except GoneError as error:
            raise UndeliverableError(str(error)) from None

    async def _register(self) -> None:
        actors = await self._actors()
        contact = await self._contact()
        for actor in actors:
            await self._once(f"actor-contact:{actor}", partial(self._link, actor, contact))
        customer = await self._customer(contact)
        for kind, value in bodies.addresses(self._ticket):
            await self._once(f"address:{kind}", partial(self._address, kind, value, customer))
        await self._once("subject", lambda: self._subject(contact))
        task = await self._once("task", lambda: self._task(contact, actors))
        await self._keep_in_step(task, actors)

    async def _keep_in_step(self, task: str, actors: list[str]) -> None:
        """Change the status and the holder of the task when they differ from what was told last."""
        wanted = bodies.status(self._ticket)
        if (self._record.status, self._record.assigned) == (wanted, actors):
            return
        await self._api.change("/internetaken", task, bodies.task_change(self._ticket, actors))
        self._record.status, self._record.assigned = wanted, actors
        await self._save()

    async def _actors(self) -> list[str]:
        """Return who has the task: the account manager, if anybody, and the department."""
        name, manager = self._office.department, self._ticket.account_manager
        office = await self._once(
            f"department:{name}",
            lambda: self._actor(bodies.department(name), bodies.department_key(name)),
        )
        return [*([await self._employee(manager)] if manager else []), office]

    async def _employee(self, manager: AccountManager) -> str:
        actor, key = bodies.employee(manager), bodies.employee_key(manager)
        return await self._once(f"employee:{manager.id}", lambda: self._actor(actor, key))

    async def _actor(self, actor: Body, key: dict[str, str]) -> str:
        query = {f"actoridentificator{name[0].upper()}{name[1:]}": value for name, value in key.items()}
        return await self._found_or_made("/actoren", actor, soortActor=str(actor["soortActor"]), **query)

    async def _contact(self) -> str:
        body, number = bodies.contact(self._ticket, self._channel), bodies.reference(self._ticket)
        return await self._once(
            "contact", lambda: self._found_or_made("/klantcontacten", body, referentienummer=number)
        )

    async def _link(self, actor: str, contact: str) -> str:
        body = {"actor": {"uuid": actor}, "klantcontact": {"uuid": contact}}
        query = {"actor__uuid": actor, "klantcontact__uuid": contact}
        return await self._found_or_made("/actorklantcontacten", body, **query)

    async def _customer(self, contact: str) -> str:
        body = bodies.customer(self._ticket, contact)
        return await self._once(
            "customer", lambda: self._found_or_made("/betrokkenen", body, hadKlantcontact__uuid=contact)
        )

    async def _address(self, kind: str, value: str, customer: str) -> str:
        body = bodies.address(kind, value, customer)
        query = {"verstrektDoorBetrokkene__uuid": customer, "adres": value}
        return await self._found_or_made("/digitaleadressen", body, **query)

    async def _subject(self, contact: str) -> str:
        body = bodies.subject(self._ticket, contact)
        return await self._found_or_made("/onderwerpobjecten", body, klantcontact__uuid=contact)

    async def _task(self, contact: str, actors: list[str]) -> str:
        link = f"{self._office.desk_url}/tickets/{self._ticket.reference}"
        found = await self._api.find("/internetaken", referentienummer=bodies.reference(self._ticket))
        if found:
            return found  # of an attempt that broke off; what it says now we do not know
        made = await self._api.create("/internetaken", bodies.task(self._ticket, contact, actors, link))
        self._record.status, self._record.assigned = bodies.status(self._ticket), actors
        return made

    async def _found_or_made(self, path: str, body: Body, **query: str) -> str:
        """Return what an earlier attempt made, or make it: the API documents no idempotency key."""
        return await self._api.find(path, **query) or await self._api.create(path, body)

    async def _once(self, step: str, do: Callable[[], Awaitable[str]]) -> str:
        """Return what a step made, now or in an earlier attempt; it is remembered before the next step."""
        if step not in self._record.steps:
            self._record.steps = {**self._record.steps, step: await do()}
            await self._save()
        return str(self._record.steps[step])

    async def _load(self) -> None:
        async with self._database.reading() as session:
            self._record = await session.get(OpenKlantRecord, self._ticket.id) or self._record

    async def _save(self) -> None:
        self._record.checked_at = clock.now()
        async with self._database.transaction() as session:
            self._record = await session.merge(self._record)
