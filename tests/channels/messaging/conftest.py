"""A gateway that is connected to WhatsApp and Telegram, both on loopback, and people with a telephone."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import fake_telegram
import fake_whatsapp
import httpx
import pytest
from messenger_builders import (
    APP_SECRET,
    TELEGRAM_SECRET,
    VERIFY_TOKEN,
    TelegramPhone,
    WhatsAppPhone,
)
from provider_server import Provider, serving

from channels.services import Services
from kit.settings import Settings

# The desk has fixtures of its own, as a plugin: one test here goes to the desk and back.
sys.path.append(str(Path(__file__).parents[1] / "desk"))


@pytest.fixture(scope="session")
def whatsapp_server() -> Iterator[Provider]:
    provider = Provider()
    with serving(fake_whatsapp.fake_whatsapp(provider)) as provider.address:
        yield provider


@pytest.fixture(scope="session")
def telegram_server() -> Iterator[Provider]:
    provider = Provider()
    with serving(fake_telegram.fake_telegram(provider)) as provider.address:
        yield provider


@pytest.fixture
def whatsapp(whatsapp_server: Provider) -> Provider:
    whatsapp_server.reset()
    return whatsapp_server


@pytest.fixture
def telegram(telegram_server: Provider) -> Provider:
    telegram_server.reset()
    return telegram_server


@pytest.fixture
def settings(settings: Settings, whatsapp: Provider, telegram: Provider) -> Settings:
    """The settings of the other tests, with both messengers connected."""
    return settings.model_copy(
        update={
            "whatsapp_token": fake_whatsapp.TOKEN,
            "whatsapp_phone_id": fake_whatsapp.PHONE_ID,
            "whatsapp_app_secret": APP_SECRET,
            "whatsapp_verify_token": VERIFY_TOKEN,
            "whatsapp_number": "31850000000",
            "whatsapp_template": fake_whatsapp.TEMPLATE,
            "whatsapp_api_url": f"{whatsapp.address}/v23.0",
            "telegram_token": fake_telegram.TOKEN,
            "telegram_secret": TELEGRAM_SECRET,
            "telegram_bot": fake_telegram.BOT,
            "telegram_api_url": telegram.address,
        }
    )


@pytest.fixture
def services(services: Services) -> Services:
    """The services of the other tests; webhooks are dealt with without a pause for others to come in."""
    services.messengers.settles_after = timedelta(0)
    return services


@pytest.fixture
def phone(client: httpx.AsyncClient, services: Services, whatsapp: Provider) -> WhatsAppPhone:
    return WhatsAppPhone(client, services, whatsapp)


@pytest.fixture
def telegram_phone(client: httpx.AsyncClient, services: Services, telegram: Provider) -> TelegramPhone:
    return TelegramPhone(client, services, telegram)
