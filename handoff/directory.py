"""Reading the directory files: account managers and walk-in hours, validated whole and stored whole.

Editors own these files, so every error names the file, the line and the field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.errors import DirectoryError
from handoff.models import AccountManager, ContactMoment
from handoff.schemas import AccountManagerEntry, ContactMomentEntry

MANAGERS_FILE = "directory/account-managers.yaml"
MOMENTS_FILE = "directory/contact-moments.yaml"
AREAS_FILE = "areas.yaml"


@dataclass(frozen=True)
class DirectoryCounts:
    """What an import did; a retired account manager no longer stands in the file but still owns tickets."""

    account_managers: int
    contact_moments: int
    retired: int


@dataclass(frozen=True)
class _Read[Entry: BaseModel]:
    """A valid entry and where it stands."""

    entry: Entry
    place: str


async def import_directory(session: AsyncSession, content_dir: Path) -> DirectoryCounts:
    """Replace the directory by what the files say; nothing is written when anything is wrong.

    Raises:
        DirectoryError: a file is missing or an entry is wrong; the message names file, line and field.
    """
    managers = _read(content_dir, MANAGERS_FILE, AccountManagerEntry)
    moments = _read(content_dir, MOMENTS_FILE, ContactMomentEntry)
    _check_managers(managers)
    _check_gemeenten(content_dir, managers, moments)
    retired = await _store_managers(session, [read.entry for read in managers])
    await _store_moments(session, [read.entry for read in moments])
    return DirectoryCounts(len(managers), len(moments), retired)


def _read[Entry: BaseModel](content_dir: Path, name: str, schema: type[Entry]) -> list[_Read[Entry]]:
    """Read and validate a file that is a list of entries with unique ids."""
    items = _load(content_dir, name)
    if not isinstance(items, CommentedSeq):
        raise DirectoryError(f"{name}: het bestand is geen lijst. Elk onderdeel begint met een streepje.")
    reads = [_entry(schema, item, name, items.lc.item(index)[0] + 1) for index, item in enumerate(items)]
    seen: set[str] = set()
    for read in reads:
        key = str(getattr(read.entry, "id", ""))
        if key in seen:
            raise DirectoryError(f"{read.place}: id {key} staat er twee keer in.")
        seen.add(key)
    return reads


def _load(content_dir: Path, name: str) -> Any:
    """Parse a YAML file of the content folder."""
    try:
        return YAML(typ="rt").load((content_dir / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DirectoryError(f"{name}: het bestand bestaat niet.") from None
    except UnicodeDecodeError:
        raise DirectoryError(f"{name}: het bestand is geen UTF-8-tekst.") from None
    except MarkedYAMLError as error:
        line = f", regel {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise DirectoryError(f"{name}{line}: dit is geen geldige YAML ({error.problem}).") from None
    except YAMLError:
        raise DirectoryError(f"{name}: dit is geen geldige YAML.") from None


def _entry[Entry: BaseModel](schema: type[Entry], item: Any, name: str, line: int) -> _Read[Entry]:
    """Validate one entry."""
    try:
        return _Read(schema.model_validate(item), f"{name}, regel {line}")
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"{name}, regel {_line_of(item, first['loc'], line)}"
        raise DirectoryError(f"{where}{', veld ' + field if field else ''}: {_dutch(first)}") from None


def _line_of(item: Any, loc: tuple[int | str, ...], line: int) -> int:
    """Return the line of a field, or of its entry when the field itself is missing."""
    key = loc[0] if loc else None
    known = isinstance(item, dict) and key in item
    return int(item.lc.key(key)[0]) + 1 if known else line


def _dutch(error: Any) -> str:
    """Say in Dutch what is wrong with a field."""
    if error["type"] == "missing":
        return "dit veld ontbreekt."
    if error["type"] == "extra_forbidden":
        return "dit veld bestaat niet."
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f"de waarde {error['input']!s:.60} kan niet."


def _check_managers(reads: Sequence[_Read[AccountManagerEntry]]) -> None:
    """Check what holds between account managers."""
    ids = {read.entry.id for read in reads}
    for read in reads:
        if read.entry.replacement_id and read.entry.replacement_id not in ids:
            raise DirectoryError(
                f"{read.place}, veld replacement_id: {read.entry.replacement_id} staat niet in de lijst."
            )
    if not any(read.entry.region_desk and read.entry.active for read in reads):
        raise DirectoryError(
            f"{MANAGERS_FILE}, veld region_desk: er is geen actief regionaal loket. "
            "Zonder loket blijven vragen liggen."
        )


def _check_gemeenten(
    content_dir: Path,
    managers: Sequence[_Read[AccountManagerEntry]],
    moments: Sequence[_Read[ContactMomentEntry]],
) -> None:
    """A misspelt gemeente would silently send its questions to somebody else."""
    if not (content_dir / AREAS_FILE).exists():
        return
    known = set(_load(content_dir, AREAS_FILE)["gemeenten"])
    named = [(read.place, "gemeenten", key) for read in managers for key in read.entry.gemeenten]
    named += [(read.place, "gemeente", read.entry.gemeente) for read in moments]
    for place, field, key in named:
        if key not in known:
            raise DirectoryError(f"{place}, veld {field}: de gemeente {key} staat niet in {AREAS_FILE}.")


async def _store_managers(session: AsyncSession, entries: Sequence[AccountManagerEntry]) -> int:
    """Write the account managers and retire those who left the file; return how many retired."""
    stored = await repository.all_managers(session)
    gone = [manager for key, manager in stored.items() if key not in {entry.id for entry in entries}]
    retired = sum(manager.active for manager in gone)
    for manager in gone:
        manager.active = False
    for entry in entries:
        await session.merge(AccountManager(**entry.model_dump(exclude={"replacement_id"}, mode="python")))
    await session.flush()
    # A replacement may stand further down in the file, so it can be named only after all are stored.
    for entry in entries:
        manager = await session.get_one(AccountManager, entry.id)
        manager.replacement_id = entry.replacement_id
    await session.flush()
    return retired


async def _store_moments(session: AsyncSession, entries: Sequence[ContactMomentEntry]) -> None:
    """Write the walk-in hours in place of the old ones."""
    await session.execute(delete(ContactMoment))
    for entry in entries:
        session.add(ContactMoment(**entry.model_dump(exclude={"weekday"}), weekday=entry.weekday_number))
    await session.flush()
