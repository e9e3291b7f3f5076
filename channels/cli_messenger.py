"""`voordeur messenger`: connecting WhatsApp and Telegram."""

import typer

from channels.cli_work import console, progress, read_settings, wait
from channels.messaging.errors import NotConnectedError
from kit.settings import Settings

messenger = typer.Typer(help="WhatsApp en Telegram aansluiten.", no_args_is_help=True)


@messenger.callback()
def group() -> None:
    """Keep `connect` a command of its own."""


@messenger.command()
def connect() -> None:
    """Meld de webhook aan bij Telegram, en zeg wat u bij Meta moet invullen voor WhatsApp."""
    from channels.messaging.service import connected
    from channels.messaging.telegram.adapter import Telegram
    from handoff.errors import HandoffError

    settings = read_settings()

    async def tell_telegram() -> None:
        adapters = connected(settings)
        telegram = adapters.get("telegram")
        try:
            if isinstance(telegram, Telegram):
                await telegram.connect()
        except HandoffError as error:
            raise NotConnectedError(f"Telegram weigert of antwoordt niet ({error}).") from None
        finally:
            for adapter in adapters.values():
                await adapter.close()

    channels = connected(settings)
    if not channels:
        raise NotConnectedError(
            "Er is geen kanaal ingesteld. Vul VOORDEUR_TELEGRAM_TOKEN in, of de instellingen van WhatsApp."
        )
    wait(tell_telegram())
    _say(settings, set(channels))


def _say(settings: Settings, channels: set[str]) -> None:
    if "telegram" in channels:
        progress("Telegram stuurt berichten nu naar deze Voordeur")
    if "whatsapp" in channels:
        console.print(
            "Vul bij Meta in, onder WhatsApp, Configuratie:\n"
            f"  Callback URL:  {settings.base_url}/channels/whatsapp/webhook\n"
            "  Verify token:  de waarde van VOORDEUR_WHATSAPP_VERIFY_TOKEN\n"
            "  Veld:          messages",
            markup=False,
            soft_wrap=True,
        )
