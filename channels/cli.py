"""The `voordeur` command: a thin layer that turns words into calls, and errors into one sentence."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from kit import clock
from kit.database import Database
from kit.errors import VoordeurError
from kit.logging import configure_logging
from kit.settings import Settings, get_settings

app = typer.Typer(
    help="De digitale voordeur voor ondernemers.", no_args_is_help=True, pretty_exceptions_enable=False
)
knowledge = typer.Typer(help="De kennisbank controleren, inlezen en wegschrijven.", no_args_is_help=True)
user = typer.Typer(help="Wie er aan de desk mag werken.", no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")
app.add_typer(user, name="user")

console = Console(highlight=False)


def main() -> None:
    """Run the command; what a person can act on is one sentence and exit code 1, never a stack trace."""
    try:
        app()
    except VoordeurError as error:
        Console(stderr=True, highlight=False).print(f"[red]{error}[/red]", soft_wrap=True)
        sys.exit(1)
    except SQLAlchemyError as error:
        reason = f"De database werkt niet mee ({type(error).__name__}). Voer `voordeur doctor` uit."
        Console(stderr=True).print(f"[red]{reason}[/red]", soft_wrap=True)
        sys.exit(1)


def _progress(text: str) -> None:
    console.print(f"[dim]voordeur[/dim] {text}", soft_wrap=True)


def _settings() -> Settings:
    settings = get_settings()
    configure_logging(settings.log_level)
    return settings


def _wait(task: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end; an error inside a task group comes out as itself, Ctrl-C as a quiet end."""
    try:
        return asyncio.run(task)
    except* VoordeurError as group:
        raise group.exceptions[0] from None
    except* KeyboardInterrupt:
        _progress("gestopt")
    return None


def _in_transaction(work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """Run work in one transaction on the configured database."""

    async def run() -> Any:
        database = Database(_settings().database)
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.close()

    return _wait(run())


@app.command()
def run() -> None:
    """Start alles op deze machine: Rasa, de gateway en de periodieke taken."""
    from channels.operations.run import run as run_all

    _wait(run_all(_settings(), _progress))


@app.command()
def serve() -> None:
    """Start alleen de gateway, na migreren en inlezen (voor containers)."""
    from channels.operations.preparation import first_logins, prepare
    from channels.operations.run import serve as serve_gateway
    from knowledge.files import read_content

    async def prepare_and_serve() -> None:
        settings = _settings()
        content = read_content(settings.content_dir)
        await prepare(settings, content, _progress)
        await serve_gateway(settings, _progress, await first_logins(settings))

    _wait(prepare_and_serve())


@app.command()
def worker() -> None:
    """Voer alleen de periodieke taken uit."""
    from channels.operations.worker import work
    from channels.services import build_services

    _wait(work(build_services(_settings())))


@app.command()
def migrate() -> None:
    """Werk het schema van de database bij."""
    from channels.operations.migrations import migrate as migrate_database

    migrate_database(_settings().database)
    _progress("de database is bijgewerkt")


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train ook als er niets is veranderd.")] = False) -> None:
    """Bouw het taalmodel en train Rasa, als de zinnen of de woordenlijsten veranderd zijn."""
    from channels.operations.training import train as train_model

    trained = _wait(train_model(_settings(), _progress, force=force))
    _progress("het model is getraind" if trained else "er is niets veranderd sinds de laatste training")


@app.command()
def chat(
    gemeente: Annotated[str | None, typer.Option(help="De gemeente, bijvoorbeeld gooise-meren.")] = None,
) -> None:
    """Voer een gesprek in de terminal met de Voordeur die draait."""
    from channels.terminal.chat import TerminalChat

    TerminalChat(_settings().base_url, console).run(gemeente)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Option(help="De map met toetszinnen.")] = Path("tests/sentences"),
) -> None:
    """Meet op ongeziene zinnen hoe vaak onderwerp, gemeente en artikel kloppen."""
    from channels.operations.evaluation import evaluate as run_evaluation

    _wait(run_evaluation(_settings(), folder, console))


@app.command()
def purge() -> None:
    """Wis nu wat langer bewaard is dan de bewaartermijnen."""
    from channels.operations.worker import purge as purge_now
    from channels.services import build_services

    conversations, tickets = _wait(purge_now(build_services(_settings())))
    _progress(f"{conversations} gesprekken en {tickets} afgehandelde vragen gewist")


@app.command()
def doctor() -> None:
    """Zeg wat er is, wat er draait, en wat u kunt doen aan wat er niet is."""
    from channels.operations.doctor import examine

    async def show() -> bool:
        all_well = True
        async for finding in examine(_settings()):
            all_well &= finding.well
            mark = "[green]goed[/green]" if finding.well else "[red]fout[/red]"
            console.print(f"{mark}  {finding.what}: {finding.detail}", soft_wrap=True)
            if finding.advice and not finding.well:
                console.print(f"      {finding.advice}", soft_wrap=True)
        return all_well

    raise typer.Exit(0 if _wait(show()) else 1)


@knowledge.command("check")
def check_knowledge(
    remarks: Annotated[bool, typer.Option(help="Toon ook de opmerkingen: geen fouten, wel werk.")] = False,
) -> None:
    """Controleer de bestanden; fouten noemen bestand, regel en veld."""
    from knowledge.errors import ContentError
    from knowledge.files import read_content
    from knowledge.quality.check import check

    folder = _settings().content_dir
    content = read_content(folder)
    report = check(folder, content, clock.today())
    for remark in report.remarks if remarks else ():
        console.print(f"opmerking {remark}", soft_wrap=True, markup=False)
    if report.errors:
        raise ContentError(report.errors)
    noted = (
        f"; opmerkingen: {len(report.remarks)} (toon ze met --remarks)"
        if report.remarks and not remarks
        else ""
    )
    _progress(f"{len(content.articles)} artikelen gecontroleerd: alles klopt{noted}")


@knowledge.command("import")
def import_knowledge() -> None:
    """Lees de bestanden in, helemaal of helemaal niet."""
    from channels.operations.preparation import import_all
    from knowledge.files import read_content

    settings = _settings()
    content = read_content(settings.content_dir)
    _progress(_in_transaction(lambda session: import_all(session, content, settings)))


@knowledge.command("export")
def export_knowledge(folder: Annotated[Path, typer.Argument(help="Een nieuwe map.")]) -> None:
    """Schrijf alle kennis weg als bestanden."""
    from knowledge.service import export_content

    _progress(f"{_in_transaction(lambda session: export_content(session, folder))} artikelen weggeschreven")


@knowledge.command("coverage")
def show_coverage(
    as_json: Annotated[bool, typer.Option("--json", help="Geef alles als JSON.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Noem ook wat onbekend is of ontbreekt.")] = False,
) -> None:
    """Toon per onderwerp en gemeente wat beantwoord is, wat onbekend is en wat ontbreekt."""
    from channels.operations.coverage import coverage_lines, coverage_table
    from knowledge.areas import Areas
    from knowledge.files import read_content
    from knowledge.quality.coverage import coverage

    content = read_content(_settings().content_dir)
    found = coverage(content.articles, Areas(content.areas, get_settings().region), clock.today())
    if as_json:
        typer.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
        return
    console.print(coverage_table(found))
    for line in coverage_lines(found) if names else ():
        console.print(line, soft_wrap=True, markup=False)


@user.command("add")
def add_user(
    email: str,
    name: str,
    role: Annotated[str, typer.Option(help="account-manager, editor of coordinator.")] = "account-manager",
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

    password = _in_transaction(
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


if __name__ == "__main__":
    main()
