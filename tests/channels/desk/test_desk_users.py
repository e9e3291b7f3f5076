"""Making users and checking their passwords."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from desk_builders import PASSWORD, account_manager
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import passwords
from channels.desk.errors import UserError
from channels.desk.models import DeskUser, Role
from channels.desk.service import authenticate, create_user, ensure_first_users, renew_hash
from channels.services import Services
from handoff.errors import ContactError

pytest_plugins = ["desk_fixtures"]

pytestmark = pytest.mark.usefixtures("cheap_hashing", "closed_afterwards")


@pytest.fixture
async def closed_afterwards(services: Services) -> AsyncIterator[None]:
    """Without a running gateway nobody else closes the connections."""
    yield
    await services.database.close()


async def test_a_new_user_gets_a_random_password_that_is_stored_hashed(services: Services) -> None:
    async with services.database.transaction() as session:
        made = [
            await create_user(session, email=f"u{n}@example.nl", name="Iemand", role="editor")
            for n in range(2)
        ]
        assert made[0] != made[1] and min(map(len, made)) >= 12
        user = await authenticate(session, "u0@example.nl", made[0])
        assert user and user.role is Role.EDITOR
        assert user.password_hash.startswith("$argon2id$") and made[0] not in user.password_hash
        assert await authenticate(session, "u0@example.nl", made[1]) is None


def wrong(**changes: Any) -> dict[str, Any]:
    return {"email": "nieuw@example.nl", "name": "Nieuw", "role": "editor"} | changes


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (wrong(role="baas"), "De rol baas bestaat niet"),
        (wrong(name="  "), "De naam is leeg"),
        (wrong(name="n" * 121), "langer dan 120"),
        (wrong(role="account-manager"), "Geef bij de rol account-manager"),
        (wrong(account_manager_id="anna"), "Geef bij de rol account-manager"),
        (wrong(role="account-manager", account_manager_id="weg"), "staat niet in de gids"),
        (wrong(email="ER-IS-AL@example.nl"), "al een gebruiker"),
        (wrong(password="elf tekens."), "ten minste 12"),
        (wrong(email="geen adres"), "e-mailadres klopt niet"),
        (wrong(role="coordinator", owner_roles=["redactie-ruimte"]), "Alleen een redacteur"),
        (wrong(owner_roles=["redactie-ruimte", "redactie-tuin"]), "redactie-tuin. Kies uit: redactie"),
    ],
)
async def test_a_user_who_cannot_work_is_not_made(
    services: Services, fields: dict[str, Any], words: str
) -> None:
    async with services.database.transaction() as session:
        session.add(account_manager("anna"))
        await create_user(session, email="er-is-al@example.nl", name="Er", role="editor")
        with pytest.raises((UserError, ContactError), match=words):
            await create_user(session, **fields)
        assert len((await session.scalars(select(DeskUser))).all()) == 1


async def test_an_editor_can_speak_for_some_owners_of_articles(services: Services) -> None:
    async with services.database.transaction() as session:
        await create_user(
            session, email="a@example.nl", name="A", role="editor", owner_roles=["redactie-ruimte"]
        )
        await create_user(session, email="b@example.nl", name="B", role="editor")
        users = (await session.scalars(select(DeskUser).order_by(DeskUser.id))).all()
        assert [user.owner_roles for user in users] == [["redactie-ruimte"], []]


async def test_an_old_hash_is_renewed_at_log_in(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async with services.database.transaction() as session:
        await create_user(session, email="a@example.nl", name="A", role="editor", password=PASSWORD)
        user = await authenticate(session, "a@example.nl", PASSWORD)
        assert user
        first = user.password_hash
        await renew_hash(session, user, PASSWORD)
        assert user.password_hash == first
        monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
        await renew_hash(session, user, PASSWORD)
        assert "t=2" in user.password_hash
        assert await authenticate(session, "a@example.nl", PASSWORD)


async def test_an_unknown_user_costs_a_hash_too(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Any:  # noqa: A002  the name it has there
            verified.append(str(password))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    async with services.database.reading() as session:
        assert await authenticate(session, "niemand@example.nl", "wat dan ook") is None
    assert verified == ["wat dan ook"]


async def test_a_broken_hash_is_nobodys_password() -> None:
    assert not await passwords.is_password("geen hash", PASSWORD)
    assert not await passwords.is_password("", PASSWORD)


async def add_directory(session: AsyncSession) -> None:
    session.add_all(
        [
            account_manager("anna", email="Anna@example.nl"),
            account_manager("bram"),
            account_manager("oud", active=False),
            account_manager("zelfde", email="anna@EXAMPLE.nl"),
        ]
    )
    await session.flush()


async def test_the_first_users_are_everybody_who_works_and_are_made_once(services: Services) -> None:
    async with services.database.transaction() as session:
        await add_directory(session)
        made = await ensure_first_users(session)
    assert [(email, name) for email, name, _ in made] == [
        ("coordinator@voordeur.example", "Coördinator"),
        ("redactie@voordeur.example", "Redactie"),
        ("anna@example.nl", "Anna Voorbeeld"),
        ("bram@example.nl", "Bram Voorbeeld"),
    ]
    async with services.database.transaction() as session:
        users = [await authenticate(session, email, password) for email, _, password in made]
        assert [(user.role.value, user.account_manager_id) for user in users if user] == [
            ("coordinator", None),
            ("editor", None),
            ("account-manager", "anna"),
            ("account-manager", "bram"),
        ]
        assert await ensure_first_users(session) == []
        assert len((await session.scalars(select(DeskUser))).all()) == 4
