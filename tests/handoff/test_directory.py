from collections.abc import Callable
from pathlib import Path

import pytest
from handoff_builders import MONDAY, SATURDAY, request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.errors import DirectoryError
from handoff.models import AccountManager, ContactMoment
from handoff.routing import route
from kit.database import Database
from kit.settings import ROOT

CONTENT = ROOT / "knowledge" / "content"
REGION = ("blaricum", "eemnes", "gooise-meren", "hilversum", "huizen", "laren", "wijdemeren")

MANAGERS = """\
- id: loket
  name: Loket (voorbeeld)
  email: loket@example.nl
  region_desk: true
  working_hours: {}
- id: anna
  name: Anna Voorbeeld (voorbeeld)
  email: anna@example.nl
  phone: "035 000 00 01"
  gemeenten: [hilversum]
  working_hours:
    monday: ["13:00-17:00", "09:00-12:30"]
  absent_from: 2026-12-01
  replacement_id: bram
- id: bram
  name: Bram Voorbeeld (voorbeeld)
  email: bram@example.nl
  gemeenten: [hilversum, huizen]
  working_hours: {}
"""
MOMENTS = """\
- id: inloop
  gemeente: hilversum
  title: Inloop (voorbeeld)
  weekday: tuesday
  starts: "09:00"
  ends: "12:00"
  place: wordt nog ingevuld (voorbeeld)
  valid_from: 2026-11-01
"""
AREAS = "gemeenten:\n  hilversum: {name: Hilversum}\n  huizen: {name: Huizen}\n"

type Write = Callable[..., Path]


@pytest.fixture
def content(tmp_path: Path) -> Write:
    def write(managers: str = MANAGERS, moments: str = MOMENTS, areas: str = AREAS) -> Path:
        (tmp_path / "directory").mkdir(exist_ok=True)
        (tmp_path / "directory" / "account-managers.yaml").write_text(managers, encoding="utf-8")
        (tmp_path / "directory" / "contact-moments.yaml").write_text(moments, encoding="utf-8")
        (tmp_path / "areas.yaml").write_text(areas, encoding="utf-8")
        return tmp_path

    return write


async def test_the_files_become_the_directory(database: Database, content: Write) -> None:
    async with database.transaction() as session:
        counts = await service.import_directory(session, content())
    assert (counts.account_managers, counts.contact_moments, counts.retired) == (3, 1, 0)
    async with database.reading() as session:
        anna = await session.get_one(AccountManager, "anna")
        [moment] = (await session.scalars(select(ContactMoment))).all()
    assert (anna.name, anna.phone, anna.replacement_id) == (
        "Anna Voorbeeld (voorbeeld)",
        "+31350000001",
        "bram",
    )
    assert anna.working_hours == {"monday": [["09:00", "12:30"], ["13:00", "17:00"]]}
    assert (moment.weekday, moment.starts, moment.ends) == (1, "09:00", "12:00")


async def test_importing_again_changes_what_changed_and_retires_who_left(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    without_bram = MANAGERS.split("- id: bram")[0].replace("  replacement_id: bram\n", "")
    counts = await service.import_directory(session, content(without_bram.replace("anna@", "nieuw@"), "[]\n"))
    bram, anna = [await session.get_one(AccountManager, key) for key in ("bram", "anna")]
    assert (counts.account_managers, counts.contact_moments, counts.retired) == (2, 0, 1)
    assert not bram.active
    assert (anna.email, anna.replacement_id, anna.active) == ("nieuw@example.nl", None, True)
    assert not await service.contact_moments(session)


async def test_who_is_in_the_file_again_is_active_again(session: AsyncSession, content: Write) -> None:
    only_desk = MANAGERS.split("- id: anna")[0]
    for managers in (MANAGERS, only_desk, MANAGERS):
        await service.import_directory(session, content(managers))
    assert (await session.get_one(AccountManager, "anna")).active


async def test_who_left_keeps_the_tickets(session: AsyncSession, content: Write) -> None:
    await service.import_directory(session, content())
    ticket = await service.open_ticket(session, request(gemeente="huizen"), reaction_hours=8)
    await service.import_directory(session, content(MANAGERS.split("- id: anna")[0]))
    assert list(await service.tickets_of(session, "bram")) == [ticket]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  name: Anna Voorbeeld (voorbeeld)\n", "", 6, "veld name: dit veld ontbreekt"),
        ("anna@example.nl", "anna", 8, "veld email: Dit e-mailadres klopt niet"),
        ('"035 000 00 01"', '"035 1"', 9, "veld phone: Dit telefoonnummer klopt niet"),
        (
            "gemeenten: [hilversum]",
            "gemeenten: [Hilversum]",
            10,
            "veld gemeenten.0: de waarde Hilversum kan niet",
        ),
        ("gemeenten: [hilversum]", "gemeenten: hilversum", 10, "veld gemeenten"),
        (
            "gemeenten: [hilversum]",
            "gemeenten: [hilversm]",
            6,
            "de gemeente hilversm staat niet in areas.yaml",
        ),
        ("gemeenten: [hilversum]", "gemeenten: []", 6, "Vul gemeenten in"),
        ("gemeenten: [hilversum]", "gemeente: [hilversum]", 10, "veld gemeente: dit veld bestaat niet"),
        ("monday:", "maandag:", 11, "veld working_hours"),
        ("09:00-12:30", "09:00", 11, "veld working_hours"),
        ("09:00-12:30", "9:00-12:30", 11, "veld working_hours"),
        ("09:00-12:30", "12:30-09:00", 11, "Het begin ligt niet voor het einde"),
        ("09:00-12:30", "09:00-25:00", 11, "veld working_hours"),
        ("09:00-12:30", "09:00-13:30", 11, "overlappen"),
        ("absent_from: 2026-12-01", "absent_from: morgen", 13, "veld absent_from: de waarde morgen kan niet"),
        (
            "absent_from: 2026-12-01",
            "absent_from: 2026-12-01\n  absent_until: 2026-11-01",
            6,
            "eindigt voordat",
        ),
        (
            "replacement_id: bram",
            "replacement_id: carla",
            6,
            "veld replacement_id: carla staat niet in de lijst",
        ),
        ("replacement_id: bram", "replacement_id: anna", 6, "niet zichzelf"),
        ("- id: bram", "- id: anna", 15, "id anna staat er twee keer in"),
        ("- id: anna", "- id: Anna V", 6, "veld id"),
    ],
)
async def test_a_wrong_account_manager_is_named_by_file_line_and_field(
    session: AsyncSession, content: Write, old: str, new: str, line: int, words: str
) -> None:
    assert old in MANAGERS
    with pytest.raises(DirectoryError) as error:
        await service.import_directory(session, content(MANAGERS.replace(old, new, 1)))
    assert str(error.value).startswith(f"directory/account-managers.yaml, regel {line}")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("gemeente: hilversum", "gemeente: almere", 1, "de gemeente almere staat niet"),
        ("weekday: tuesday", "weekday: dinsdag", 4, "veld weekday: de waarde dinsdag kan niet"),
        ("weekday: tuesday", "weekday: 7", 4, "veld weekday"),
        ('ends: "12:00"', 'ends: "08:00"', 1, "Het begin ligt niet voor het einde"),
        ('starts: "09:00"', 'starts: "negen uur"', 5, "veld starts"),
        ("  place: wordt nog ingevuld (voorbeeld)\n", "", 1, "veld place: dit veld ontbreekt"),
        ("valid_from: 2026-11-01", "valid_from: 2026-11-01\n  valid_until: 2026-10-01", 1, "valid_until"),
    ],
)
async def test_a_wrong_walk_in_hour_is_named_by_file_line_and_field(
    session: AsyncSession, content: Write, old: str, new: str, line: int, words: str
) -> None:
    assert old in MOMENTS
    with pytest.raises(DirectoryError) as error:
        await service.import_directory(session, content(moments=MOMENTS.replace(old, new, 1)))
    assert str(error.value).startswith(f"directory/contact-moments.yaml, regel {line}")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("managers", "words"),
    [
        ("", "geen lijst"),
        ("anna: bram", "geen lijst"),
        ("[]", "geen actief regionaal loket"),
        (MANAGERS.replace("region_desk: true", "region_desk: true\n  active: false"), "regionaal loket"),
        ("- id: [anna", "geen geldige YAML"),
        ("- anna\n- bram", "regel 1"),
        ("-\n", "regel 1"),
        ("- id: anna\n  id: bram\n", "geen geldige YAML"),
    ],
)
async def test_a_file_of_the_wrong_shape_is_refused(
    session: AsyncSession, content: Write, managers: str, words: str
) -> None:
    with pytest.raises(DirectoryError, match=words):
        await service.import_directory(session, content(managers))


async def test_a_missing_file_is_named(session: AsyncSession, content: Write) -> None:
    folder = content()
    (folder / "directory" / "contact-moments.yaml").unlink()
    with pytest.raises(DirectoryError, match=r"contact-moments\.yaml: het bestand bestaat niet"):
        await service.import_directory(session, folder)


async def test_a_mistake_in_the_last_file_leaves_the_directory_as_it_was(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    with pytest.raises(DirectoryError):
        await service.import_directory(session, content(MANAGERS.replace("Anna", "Anja"), "- id: x\n"))
    assert (await session.get_one(AccountManager, "anna")).name.startswith("Anna")
    assert len(await service.contact_moments(session)) == 1


@pytest.fixture
async def shipped(session: AsyncSession) -> AsyncSession:
    await service.import_directory(session, CONTENT)
    return session


async def test_everything_that_ships_is_marked_as_an_example(shipped: AsyncSession) -> None:
    managers = (await shipped.scalars(select(AccountManager))).all()
    moments = (await shipped.scalars(select(ContactMoment))).all()
    assert len(moments) >= 5
    assert all(one.example for one in [*managers, *moments])
    assert all(one.name.endswith("(voorbeeld)") for one in managers)
    assert all(one.title.endswith("(voorbeeld)") for one in moments)
    assert all(one.email.endswith(("@example.nl", "@example.org")) for one in managers)


@pytest.mark.parametrize("gemeente", [*REGION, "utrecht", "groningen"])
@pytest.mark.parametrize("moment", [MONDAY, SATURDAY])
async def test_every_gemeente_that_ships_has_its_own_account_manager(
    shipped: AsyncSession, gemeente: str, moment: object
) -> None:
    found = await route(shipped, gemeente=gemeente, topic="coaching", moment=moment)  # type: ignore[arg-type]
    assert found.account_manager is not None
    assert gemeente in found.account_manager.gemeenten
    assert not found.account_manager.sectors


@pytest.mark.parametrize(
    ("gemeente", "sector"), [("hilversum", "media"), ("eemnes", "zorg"), ("wijdemeren", "toerisme")]
)
async def test_the_rode_loper_sectors_have_their_guide(
    shipped: AsyncSession, gemeente: str, sector: str
) -> None:
    found = await route(shipped, gemeente=gemeente, topic="starten", sector=sector, moment=MONDAY)
    assert found.account_manager is not None
    assert sector in found.account_manager.sectors


@pytest.mark.parametrize("gemeente", [None, "amersfoort"])
async def test_the_region_desk_that_ships_takes_the_rest(shipped: AsyncSession, gemeente: str | None) -> None:
    found = await route(shipped, gemeente=gemeente, topic="starten", moment=MONDAY)
    assert found.name == "Regionaal ondernemersloket (voorbeeld)"


async def test_every_gemeente_of_the_region_has_a_walk_in_hour_in_order_of_the_week(
    shipped: AsyncSession,
) -> None:
    moments = await service.contact_moments(shipped)
    assert {moment.gemeente for moment in moments} == set(REGION)
    order = [(moment.gemeente, moment.weekday, moment.starts) for moment in moments]
    assert order == sorted(order)
    assert {moment.gemeente for moment in await service.contact_moments(shipped, "laren")} == {"laren"}
