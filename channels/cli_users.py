"""`voordeur user`: who may work at the desk."""

from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from channels.cli_work import console, in_transaction

user = typer.Typer(help="Wie er aan de desk mag werken.", no_args_is_help=True)


@user.command("add")
def add_user(
    email: str,
    name: str,
    role: Annotated[
        str, typer.Option(help="account-manager, editor, coordinator of auditor.")
    ] = "account-manager",
    account_manager: Annotated[
        str | None, typer.Option(help="Het id in de lijst van accountmanagers.")
    ] = None,
    owner_role: Annotated[
        list[str] | None,
        typer.Option(help="Eigenaar van artikelen voor wie deze redacteur spreekt; mag vaker. Zonder: alle."),
    ] = None,
) -> None:
    """Geef iemand een log-in; het wachtwoord wordt één keer getoond."""
    from channels.desk.service import create_user

    password = in_transaction(
        lambda session: create_user(
            session,
            email=email,
            name=name,
            role=role,
            account_manager_id=account_manager,
            owner_roles=owner_role or (),
        )
    )
    console.print(f"{email} kan inloggen met wachtwoord: {password}", soft_wrap=True)


@user.command("list")
def list_users() -> None:
    """Toon wie er aan de desk mag werken."""
    from channels.desk.users import all_users

    for each in in_transaction(all_users):
        access = "" if each.active else "  (geen toegang)"
        console.print(f"{each.email}  {each.name}, {each.role.label}{access}", soft_wrap=True, markup=False)


@user.command("password")
def reset_password(email: str) -> None:
    """Geef iemand een nieuw wachtwoord; het wordt één keer getoond."""
    from channels.desk.users import reset_password

    password = in_transaction(lambda session: reset_password(session, email))
    console.print(f"{email} kan inloggen met wachtwoord: {password}", soft_wrap=True, markup=False)


@user.command("deactivate")
def deactivate_user(email: str) -> None:
    """Ontneem iemand de toegang; wat die deed, blijft bewaard."""
    from channels.desk.users import deactivate, user_of

    async def work(session: AsyncSession) -> None:
        await deactivate(session, await user_of(session, email))

    in_transaction(work)
    console.print(f"{email} kan niet meer inloggen.", soft_wrap=True, markup=False)


@user.command("activate")
def activate_user(email: str) -> None:
    """Geef iemand weer toegang, met het wachtwoord van eerder."""
    from channels.desk.users import activate, user_of

    async def work(session: AsyncSession) -> None:
        await activate(session, await user_of(session, email))

    in_transaction(work)
    console.print(f"{email} kan weer inloggen.", soft_wrap=True, markup=False)


@user.command("role")
def change_role(
    email: str,
    role: Annotated[str, typer.Argument(help="account-manager, editor, coordinator of auditor.")],
    account_manager: Annotated[
        str | None, typer.Option(help="Het id in de lijst van accountmanagers.")
    ] = None,
) -> None:
    """Geef iemand een andere rol; die logt daarna opnieuw in."""
    from channels.desk.users import change_role, user_of

    async def work(session: AsyncSession) -> None:
        await change_role(session, await user_of(session, email), role, account_manager)

    in_transaction(work)
    console.print(f"{email} heeft nu de rol {role}.", soft_wrap=True, markup=False)


@user.command("code")
def reset_second_factor(email: str) -> None:
    """Zet de tweede stap bij het inloggen uit voor iemand die de telefoon kwijt is."""
    from channels.desk.users import reset_second_factor, user_of

    async def work(session: AsyncSession) -> None:
        await reset_second_factor(session, await user_of(session, email))

    in_transaction(work)
    console.print(f"{email} logt weer in met alleen het wachtwoord.", soft_wrap=True, markup=False)


@user.command("matrix")
def show_matrix() -> None:
    """Schrijf op wie aan de desk wat mag, als pagina van de documentatie (docs/roles.md)."""
    from channels.app import create_app
    from channels.operations.roles import matrix
    from kit.settings import get_settings

    console.print(matrix(create_app(get_settings())), end="", soft_wrap=True, markup=False, highlight=False)
