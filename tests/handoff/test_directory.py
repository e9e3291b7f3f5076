from collections.abc import Callable
from pathlib import Path

import pytest
from handoff_builders import MONDAY, SATURDAY, away, request
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
account_managers:
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
contact_moments:
  - id: inloop
    gemeente: hilversum
    title: Inloop (voorbeeld)
    weekday: tuesday
    starts: "09:00"
    ends: "12:00"
    place: wordt nog ingevuld (voorbeeld)
    valid_from: 2026-11-01
"""
AREAS = """\
gemeenten:
  hilversum: {name: Hilversum}
  huizen: {name: Huizen}
regions:
  gooi: {name: Gooi, gemeenten: [hilversum, huizen]}
"""
ONLY_DESK = MANAGERS.split("  - id: anna")[0]
NO_MOMENTS = "contact_moments: []\n"

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
    without_bram = MANAGERS.split("  - id: bram")[0].replace("    replacement_id: bram\n", "")
    counts = await service.import_directory(
        session, content(without_bram.replace("anna@", "nieuw@"), NO_MOMENTS)
    )
    bram, anna = [await session.get_one(AccountManager, key) for key in ("bram", "anna")]
    assert (counts.account_managers, counts.contact_moments, counts.retired) == (2, 0, 1)
    assert not bram.active
    assert (anna.email, anna.replacement_id, anna.active) == ("nieuw@example.nl", None, True)
    assert not await service.contact_moments(session)


async def test_who_is_in_the_file_again_is_active_again(session: AsyncSession, content: Write) -> None:
    for managers in (MANAGERS, ONLY_DESK, MANAGERS):
        await service.import_directory(session, content(managers))
    assert (await session.get_one(AccountManager, "anna")).active


async def test_who_left_keeps_the_tickets(session: AsyncSession, content: Write) -> None:
    await service.import_directory(session, content())
    ticket = await service.open_ticket(session, request(gemeente="huizen"), reaction_hours=8)
    await service.import_directory(session, content(ONLY_DESK))
    assert list(await service.tickets_of(session, "bram")) == [ticket]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ("    name: Anna Voorbeeld (voorbeeld)\n", "", 7, "1.name", "ontbreekt"),
        ("anna@example.nl", "anna", 9, "1.email", "e-mailadres klopt niet"),
        ('"035 000 00 01"', '"035 1"', 10, "1.phone", "telefoonnummer klopt niet"),
        ("[hilversum]", "[Hilversum]", 11, "1.gemeenten.0", "vorm"),
        ("[hilversum]", "hilversum", 11, "1.gemeenten", "klopt niet"),
        ("[hilversum]", "[hilversm]", 11, "1.gemeenten.0", "de gemeente hilversm staat niet in areas.yaml"),
        ("[hilversum]", "[]", 7, "1", "vul gemeenten in"),
        ("[hilversum]", "[hilversum]\n    topics: [bouwen]", 12, "1.topics.0", "kies uit"),
        ("gemeenten: [hilversum]", "gemeente: [hilversum]", 11, "1.gemeente", "dit veld bestaat niet"),
        ("monday:", "maandag:", 13, "1.working_hours.maandag", "kies uit"),
        ("09:00-12:30", "09:00", 13, "1.working_hours.monday.1", "ontbreekt"),
        ("09:00-12:30", "9:00-12:30", 13, "1.working_hours.monday.1.0", "vorm"),
        ("09:00-12:30", "09:00-25:00", 13, "1.working_hours.monday.1.1", "vorm"),
        ("09:00-12:30", "12:30-09:00", 13, "1.working_hours.monday.1", "het begin ligt niet voor het einde"),
        ("09:00-12:30", "09:00-09:00", 13, "1.working_hours.monday.1", "het begin ligt niet voor het einde"),
        ("09:00-12:30", "09:00-13:30", 13, "1.working_hours.monday", "overlappen"),
        ("absent_from: 2026-12-01", "absent_from: morgen", 14, "1.absent_from", "klopt niet"),
        ("absent_from: 2026-12-01", "absent_from: 2026-02-30", 14, "1.absent_from", "klopt niet"),
        ("bram\n", "bram\n    absent_until: 2026-11-01\n", 7, "1", "eindigt voordat"),
        ("replacement_id: bram", "replacement_id: carla", 15, "1.replacement_id", "staat niet in de lijst"),
        ("replacement_id: bram", "replacement_id: anna", 7, "1", "niet zichzelf"),
        ("- id: bram", "- id: anna", 16, "2.id", "staat er twee keer in"),
        ("- id: anna", "- id: Anna V", 7, "1.id", "vorm"),
    ],
)
async def test_a_wrong_account_manager_is_named_by_file_line_and_field(
    session: AsyncSession, content: Write, old: str, new: str, line: int, field: str, words: str
) -> None:
    assert old in MANAGERS
    with pytest.raises(DirectoryError) as error:
        await service.import_directory(session, content(MANAGERS.replace(old, new, 1)))
    told = [str(problem) for problem in error.value.problems]
    start = f"directory/account-managers.yaml:{line}: account_managers.{field}"
    assert any(one.startswith(start) and words in one for one in told), told


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ("gemeente: hilversum", "gemeente: almere", 3, "0.gemeente", "de gemeente almere staat niet"),
        ("weekday: tuesday", "weekday: dinsdag", 5, "0.weekday", "kies uit"),
        ("weekday: tuesday", "weekday: 7", 5, "0.weekday", "kies uit"),
        ('ends: "12:00"', 'ends: "08:00"', 2, "0", "het begin ligt niet voor het einde"),
        ('starts: "09:00"', 'starts: "negen uur"', 6, "0.starts", "vorm"),
        ("    place: wordt nog ingevuld (voorbeeld)\n", "", 2, "0.place", "ontbreekt"),
        (
            "valid_from: 2026-11-01",
            "valid_from: 2026-11-01\n    valid_until: 2026-10-01",
            2,
            "0",
            "valid_until",
        ),
        (MOMENTS[17:], MOMENTS[17:] * 2, 10, "1.id", "staat er twee keer in"),
    ],
)
async def test_a_wrong_walk_in_hour_is_named_by_file_line_and_field(
    session: AsyncSession, content: Write, old: str, new: str, line: int, field: str, words: str
) -> None:
    assert old in MOMENTS
    with pytest.raises(DirectoryError) as error:
        await service.import_directory(session, content(moments=MOMENTS.replace(old, new, 1)))
    [told] = map(str, error.value.problems)
    assert told.startswith(f"directory/contact-moments.yaml:{line}: contact_moments.{field}")
    assert words in told


@pytest.mark.parametrize(
    ("managers", "words"),
    [
        ("", "velden"),
        ("- id: anna", "velden"),
        ("account_managers: anna", "klopt niet"),
        ("account_managers: [anna]", "velden"),
        ("account_managers: []", "geen actief loket"),
        (MANAGERS.replace("region_desk: true", "region_desk: true\n    active: false"), "geen actief loket"),
        ("account_managers: [anna", "geen geldige YAML"),
        ("account_managers:\n  - id: anna\n    id: bram\n", "geen geldige YAML"),
    ],
)
async def test_a_file_of_the_wrong_shape_is_refused(
    session: AsyncSession, content: Write, managers: str, words: str
) -> None:
    with pytest.raises(DirectoryError, match=words):
        await service.import_directory(session, content(managers))


@pytest.mark.parametrize(
    "name", ["areas.yaml", "directory/account-managers.yaml", "directory/contact-moments.yaml"]
)
async def test_a_missing_file_is_named(session: AsyncSession, content: Write, name: str) -> None:
    folder = content()
    (folder / name).unlink()
    with pytest.raises(DirectoryError, match=f"{name}.*ontbreekt"):
        await service.import_directory(session, folder)


async def test_mistakes_in_both_files_are_told_at_once(session: AsyncSession, content: Write) -> None:
    broken = content(MANAGERS.replace("[hilversum]", "[hilversm]"), MOMENTS.replace("hilversum", "almere"))
    with pytest.raises(DirectoryError) as error:
        await service.import_directory(session, broken)
    assert len(error.value.problems) == 2


async def test_a_mistake_in_the_last_file_leaves_the_directory_as_it_was(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    with pytest.raises(DirectoryError):
        await service.import_directory(
            session, content(MANAGERS.replace("Anna", "Anja"), "contact_moments: [{id: x}]\n")
        )
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


async def test_what_was_edited_at_the_desk_is_not_overwritten_and_the_difference_is_told(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    anna = await session.get_one(AccountManager, "anna")
    anna.name, anna.edited_at_desk = "Anna Anders", True
    counts = await service.import_directory(session, content())
    assert (counts.conflicts, anna.name) == (("anna",), "Anna Anders")
    assert anna.file_entry is not None and anna.file_entry["name"] == "Anna Voorbeeld (voorbeeld)"
    counts = await service.import_directory(
        session, content(MANAGERS.replace("Anna Voorbeeld (voorbeeld)", "Anna Anders"))
    )
    assert (counts.conflicts, anna.file_entry) == ((), None)


async def test_who_was_added_or_edited_at_the_desk_is_not_retired_by_the_file(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    bram = await session.get_one(AccountManager, "bram")
    bram.edited_at_desk = True
    counts = await service.import_directory(session, content(ONLY_DESK))
    assert (counts.retired, bram.active) == (1, True)


async def test_absences_of_the_desk_stay_beside_those_of_the_file(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    anna = await session.get_one(AccountManager, "anna")
    anna.absences.append(away("2027-07-01", "2027-07-14", "bram"))
    await session.flush()
    await service.import_directory(session, content(MANAGERS.replace("2026-12-01", "2026-12-08")))
    assert [str(each.first_day) for each in anna.absences] == ["2027-07-01", "2026-12-08"]
    await service.import_directory(session, content(MANAGERS.replace("    absent_from: 2026-12-01\n", "")))
    assert [str(each.first_day) for each in anna.absences] == ["2027-07-01"]


async def test_a_walk_in_hour_that_was_edited_at_the_desk_stays(
    session: AsyncSession, content: Write
) -> None:
    await service.import_directory(session, content())
    moment = await session.get_one(ContactMoment, "inloop")
    moment.starts, moment.edited_at_desk = "10:00", True
    await session.flush()
    assert (await service.import_directory(session, content())).conflicts == ("inloop",)
    assert (await service.import_directory(session, content(moments=NO_MOMENTS))).conflicts == ("inloop",)
    [kept] = await service.contact_moments(session)
    assert kept.starts == "10:00"
