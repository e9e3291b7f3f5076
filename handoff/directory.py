"""Reading the directory files: account managers and walk-in hours, checked whole and stored whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import DirectoryError
from handoff.models import Absence, AccountManager, ContactMoment
from handoff.people import values
from handoff.schemas import AccountManagerEntry, AccountManagersFile, ContactMomentEntry, ContactMomentsFile
from knowledge.errors import Problem
from knowledge.schemas import AreasFile
from knowledge.yaml_files import YamlFile, decode

MANAGERS_FILE = "directory/account-managers.yaml"
MOMENTS_FILE = "directory/contact-moments.yaml"


@dataclass(frozen=True)
class DirectoryCounts:
    """What an import did; a retired account manager no longer stands in the file but still owns tickets.

    Conflicts are the ids of entries that were edited at the desk and say something else than the file: the
    desk's stay.
    """

    account_managers: int
    contact_moments: int
    retired: int
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Source[Model: BaseModel]:
    """A valid file, and the text that knows its lines."""

    content: Model
    yaml: YamlFile

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        """Note what is wrong with a field."""
        return Problem(self.yaml.name, self.yaml.line(path), ".".join(map(str, path)), message)


async def import_directory(session: AsyncSession, content_dir: Path) -> DirectoryCounts:
    """Take over what the files say, but for what was edited at the desk; nothing when anything is wrong.

    Raises:
        DirectoryError: files hold mistakes; all of them are listed with file, line and field.
    """
    managers, moments = read_directory(content_dir)
    retired, kept = await _store_managers(session, managers)
    conflicts = (*kept, *await _store_moments(session, moments))
    return DirectoryCounts(len(managers), len(moments), retired, conflicts)


def read_directory(content_dir: Path) -> tuple[list[AccountManagerEntry], list[ContactMomentEntry]]:
    """Read and check both directory files.

    Raises:
        DirectoryError: files hold mistakes; all of them are listed with file, line and field.
    """
    problems: list[Problem] = []
    areas = _read(content_dir, "areas.yaml", AreasFile, problems)
    managers = _read(content_dir, MANAGERS_FILE, AccountManagersFile, problems)
    moments = _read(content_dir, MOMENTS_FILE, ContactMomentsFile, problems)
    if areas is None or managers is None or moments is None:
        raise DirectoryError(problems)
    known = set(areas.content.gemeenten)
    problems = [*_manager_problems(managers, known), *_moment_problems(moments, known)]
    if problems:
        raise DirectoryError(problems)
    return managers.content.account_managers, moments.content.contact_moments


def _read[Model: BaseModel](
    folder: Path, name: str, model: type[Model], problems: list[Problem]
) -> _Source[Model] | None:
    """Read one file, or note what is wrong with it."""
    text = decode(folder, name, problems)
    if text is None:
        return None
    yaml = YamlFile(name, text)
    found = yaml.validate(model)
    if isinstance(found, list):
        problems.extend(found)
        return None
    return _Source(found, yaml)


def _manager_problems(source: _Source[AccountManagersFile], known: set[str]) -> Iterator[Problem]:
    """Check what holds between account managers; a misspelt gemeente would send its questions elsewhere."""
    entries = source.content.account_managers
    ids = [entry.id for entry in entries]
    for index, entry in enumerate(entries):
        place = ("account_managers", index)
        if entry.id in ids[:index]:
            yield source.problem((*place, "id"), f"{entry.id} staat er twee keer in")
        if entry.replacement_id and entry.replacement_id not in ids:
            yield source.problem((*place, "replacement_id"), f"{entry.replacement_id} staat niet in de lijst")
        for number, gemeente in enumerate(entry.gemeenten):
            if gemeente not in known:
                yield source.problem((*place, "gemeenten", number), _unknown(gemeente))
    if not any(entry.region_desk and entry.active for entry in entries):
        yield source.problem(("account_managers",), "er is geen actief loket met region_desk: true")


def _moment_problems(source: _Source[ContactMomentsFile], known: set[str]) -> Iterator[Problem]:
    """Check what holds between walk-in hours."""
    entries = source.content.contact_moments
    for index, entry in enumerate(entries):
        place = ("contact_moments", index)
        if entry.id in [other.id for other in entries[:index]]:
            yield source.problem((*place, "id"), f"{entry.id} staat er twee keer in")
        if entry.gemeente not in known:
            yield source.problem((*place, "gemeente"), _unknown(entry.gemeente))


def _unknown(gemeente: str) -> str:
    return f"de gemeente {gemeente} staat niet in areas.yaml"


async def _store_managers(
    session: AsyncSession, entries: Sequence[AccountManagerEntry]
) -> tuple[int, list[str]]:
    """Write the account managers and retire those who left the file; return how many, and the conflicts."""
    stored = await repository.all_managers(session)
    retired = _retire(stored, {entry.id for entry in entries})
    at_desk = {key for key, manager in stored.items() if manager.edited_at_desk}
    theirs = [entry for entry in entries if entry.id not in at_desk]
    for entry in theirs:
        await _store_manager(session, entry, stored.get(entry.id))
    await session.flush()
    # A replacement may stand further down in the file, so it can be named only after all are stored.
    for entry in theirs:
        manager = await session.get_one(AccountManager, entry.id)
        manager.replacement_id = entry.replacement_id
    conflicts = [entry.id for entry in entries if entry.id in at_desk and _differs(stored[entry.id], entry)]
    await session.flush()
    return retired, conflicts


def _retire(stored: dict[str, AccountManager], named: set[str]) -> int:
    """Take those out of service who no longer stand in the file, unless the desk keeps them."""
    gone = [one for key, one in stored.items() if key not in named and not one.edited_at_desk]
    retired = sum(manager.active for manager in gone)
    for manager in gone:
        manager.active = False
    return retired


async def _store_manager(
    session: AsyncSession, entry: AccountManagerEntry, manager: AccountManager | None
) -> None:
    """Write one account manager; absences that were entered at the desk stay."""
    if manager is None:
        manager = AccountManager(id=entry.id, absences=[])
        session.add(manager)
    for field, value in values.of_manager_entry(entry).items():
        if field != "replacement_id":
            setattr(manager, field, value)
    kept = [absence for absence in manager.absences if not absence.from_file]
    named = [_absence(entry.absent_from, entry.absent_until)] if entry.absent_from else []
    manager.absences = [*kept, *named]


def _absence(first_day: date, last_day: date | None) -> Absence:
    return Absence(first_day=first_day, last_day=last_day, from_file=True)


def _differs(manager: AccountManager, entry: AccountManagerEntry) -> bool:
    """Keep what the file says beside an entry of the desk, when it says something else."""
    said = values.of_manager_entry(entry)
    manager.file_entry = None if said == values.of_manager(manager) else said
    return manager.file_entry is not None


async def _store_moments(session: AsyncSession, entries: Sequence[ContactMomentEntry]) -> list[str]:
    """Write the walk-in hours in place of the old ones of the file; return the conflicts with the desk."""
    at_desk = select(ContactMoment).where(ContactMoment.edited_at_desk)
    kept = {moment.id: moment for moment in await session.scalars(at_desk)}
    await session.execute(delete(ContactMoment).where(ContactMoment.edited_at_desk.is_(False)))
    for entry in entries:
        said = values.of_moment_entry(entry)
        if entry.id in kept:
            kept[entry.id].file_entry = None if said == values.of_moment(kept[entry.id]) else said
        else:
            session.add(ContactMoment(id=entry.id, **said | _dates(entry)))
    await session.flush()
    return [key for key, moment in kept.items() if moment.file_entry]


def _dates(entry: ContactMomentEntry) -> dict[str, date | None]:
    return {"valid_from": entry.valid_from, "valid_until": entry.valid_until}
