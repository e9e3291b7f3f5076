"""The `voordeur` command: a thin layer that turns words into calls, and errors into one sentence."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from channels.cli_messenger import messenger
from channels.cli_users import user
from channels.cli_work import console, in_transaction, progress, read_settings, wait
from kit import clock
from kit.errors import VoordeurError

app = typer.Typer(
    help="De digitale voordeur voor ondernemers.", no_args_is_help=True, pretty_exceptions_enable=False
)
knowledge = typer.Typer(help="De kennisbank controleren, inlezen en wegschrijven.", no_args_is_help=True)
app.add_typer(knowledge, name="knowledge")
app.add_typer(user, name="user")
app.add_typer(messenger, name="messenger")


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


@app.command()
def run() -> None:
    """Start alles op deze machine: Rasa, de gateway en de periodieke taken."""
    from channels.operations.run import run as run_all

    wait(run_all(read_settings(), progress))


@app.command()
def serve() -> None:
    """Start alleen de gateway, na migreren en inlezen (voor containers)."""
    from channels.operations.preparation import first_logins, prepare
    from channels.operations.run import serve as serve_gateway
    from knowledge.files import read_content

    async def prepare_and_serve() -> None:
        settings = read_settings()
        content = read_content(settings.content_dir)
        await prepare(settings, content, progress)
        await serve_gateway(settings, progress, await first_logins(settings))

    wait(prepare_and_serve())


@app.command()
def worker() -> None:
    """Voer alleen de periodieke taken uit."""
    from channels.operations.worker import work
    from channels.services import build_services

    wait(work(build_services(read_settings())))


@app.command()
def migrate() -> None:
    """Werk het schema van de database bij."""
    from channels.operations.migrations import migrate as migrate_database

    migrate_database(read_settings().database)
    progress("de database is bijgewerkt")


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train ook als er niets is veranderd.")] = False) -> None:
    """Bouw het taalmodel en train Rasa, als de zinnen of de woordenlijsten veranderd zijn."""
    from channels.operations.training import train as train_model

    trained = wait(train_model(read_settings(), progress, force=force))
    progress("het model is getraind" if trained else "er is niets veranderd sinds de laatste training")


@app.command()
def chat(
    gemeente: Annotated[str | None, typer.Option(help="De gemeente, bijvoorbeeld gooise-meren.")] = None,
    channel: Annotated[
        Literal["whatsapp", "telegram"] | None,
        typer.Option("--as", help="Toon het gesprek zoals het er in dit kanaal uitziet."),
    ] = None,
) -> None:
    """Voer een gesprek in de terminal met de Voordeur die draait."""
    from channels.terminal.chat import TerminalChat
    from channels.terminal.phone import phone_chat

    settings = read_settings()
    if channel:
        phone_chat(settings, console, channel).run(gemeente)
    else:
        TerminalChat(settings.base_url, console).run(gemeente)


@app.command()
def widget(
    gemeente: Annotated[str | None, typer.Option(help="De gemeente, bijvoorbeeld gooise-meren.")] = None,
) -> None:
    """Toon de regel die de chat op een website zet, ook met integriteitscode voor precies deze versie."""
    from channels.web.widget.snippet import pinned_snippet, snippet

    address = read_settings().base_url
    typer.echo(f"Altijd de nieuwste versie:\n{snippet(address, gemeente=gemeente)}\n")
    typer.echo(f"Precies deze versie, met integriteitscode:\n{pinned_snippet(address, gemeente=gemeente)}")


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Option(help="De map met toetszinnen.")] = Path("tests/sentences"),
) -> None:
    """Meet op ongeziene zinnen hoe vaak onderwerp, gemeente en artikel kloppen."""
    from channels.operations.evaluation import evaluate as run_evaluation

    wait(run_evaluation(read_settings(), folder, console))


@app.command()
def purge() -> None:
    """Wis nu wat langer bewaard is dan de bewaartermijnen."""
    from channels.operations.worker import purge as purge_now
    from channels.services import build_services

    conversations, tickets = wait(purge_now(build_services(read_settings())))
    progress(f"{conversations} gesprekken en {tickets} afgehandelde vragen gewist")


@app.command()
def doctor() -> None:
    """Zeg wat er is, wat er draait, en wat u kunt doen aan wat er niet is."""
    from channels.operations.doctor import examine

    async def show() -> bool:
        all_well = True
        async for finding in examine(read_settings()):
            all_well &= finding.well
            mark = "[green]goed[/green]" if finding.well else "[red]fout[/red]"
            console.print(f"{mark}  {finding.what}: {finding.detail}", soft_wrap=True)
            if finding.advice and not finding.well:
                console.print(f"      {finding.advice}", soft_wrap=True)
        return all_well

    raise typer.Exit(0 if wait(show()) else 1)


@knowledge.command("check")
def check_knowledge(
    remarks: Annotated[bool, typer.Option(help="Toon ook de opmerkingen: geen fouten, wel werk.")] = False,
) -> None:
    """Controleer de bestanden; fouten noemen bestand, regel en veld."""
    from knowledge.errors import ContentError
    from knowledge.files import read_content
    from knowledge.quality.check import check

    folder = read_settings().content_dir
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
    progress(f"{len(content.articles)} artikelen gecontroleerd: alles klopt{noted}")


@knowledge.command("import")
def import_knowledge() -> None:
    """Lees de bestanden in, helemaal of helemaal niet."""
    from channels.operations.preparation import import_all
    from knowledge.files import read_content

    settings = read_settings()
    content = read_content(settings.content_dir)
    progress(in_transaction(lambda session: import_all(session, content, settings)))


@knowledge.command("export")
def export_knowledge(folder: Annotated[Path, typer.Argument(help="Een nieuwe map.")]) -> None:
    """Schrijf alle kennis weg als bestanden."""
    from knowledge.service import export_content

    progress(f"{in_transaction(lambda session: export_content(session, folder))} artikelen weggeschreven")


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

    content = read_content(read_settings().content_dir)
    found = coverage(content.articles, Areas(content.areas, read_settings().region), clock.today())
    if as_json:
        typer.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
        return
    console.print(coverage_table(found))
    for line in coverage_lines(found) if names else ():
        console.print(line, soft_wrap=True, markup=False)


if __name__ == "__main__":
    main()
