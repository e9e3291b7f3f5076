"""The page about privacy: it says what this Voordeur really does, and not what it does not know."""

import httpx
import pytest
from bs4 import BeautifulSoup

from channels.services import Services
from handoff.hours import DEFAULT_HOURS
from handoff.models import AccountManager
from kit.settings import Settings


async def read(client: httpx.AsyncClient, path: str = "/privacy") -> str:
    response = await client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    main = BeautifulSoup(response.text, "html.parser").main
    assert main
    return " ".join(main.get_text(" ").split())


class TestAsItComes:
    """Without messengers, mail or anything that is set for the region."""

    async def test_the_figures_are_those_of_the_retention(self, client: httpx.AsyncClient) -> None:
        text = await read(client)
        for sentence in (
            "28 dagen na uw laatste bericht",
            "365 dagen nadat uw vraag is afgesloten",
            "Wij wissen dit na 180 dagen",
            "is een computerprogramma",
            "Burgerservicenummers en rekeningnummers haalt de computer weg",
            "kies Wis dit gesprek",
        ):
            assert sentence in text

    async def test_what_is_not_there_is_not_told(self, client: httpx.AsyncClient) -> None:
        text = await read(client)
        assert "WhatsApp" not in text and "Telegram" not in text and "klantsysteem" not in text
        assert "mailen" not in text

    async def test_who_is_responsible_is_the_gemeente_when_nobody_filled_it_in(
        self, client: httpx.AsyncClient
    ) -> None:
        text = await read(client)
        assert "Uw gemeente is verantwoordelijk voor uw gegevens." in text
        assert "Stel uw vraag aan uw gemeente." in text
        assert "staat op de website van uw gemeente" in text

    async def test_it_is_there_in_english_and_other_languages_get_dutch(
        self, client: httpx.AsyncClient
    ) -> None:
        text = await read(client, "/privacy?lang=en")
        assert "We erase this 28 days after your last message" in text
        assert "Your municipality is responsible" in text
        response = await client.get("/privacy?lang=en")
        assert response.headers["Content-Language"] == "en"
        assert "Uw gegevens" in await read(client, "/privacy?lang=%3Cb%3E")

    @pytest.mark.parametrize("path", ["/", "/laren", "/chat", "/kennis", "/volg"])
    async def test_every_public_page_leads_to_it(self, client: httpx.AsyncClient, path: str) -> None:
        page = BeautifulSoup((await client.get(path)).text, "html.parser")
        assert page.select_one('footer a[href="/privacy"]')


class TestFilledIn:
    """With messengers, mail, Open Klant and what the region is asked to fill in."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(
            update={
                "conversation_days": 1,
                "privacy_controller": "Gemeente <Proef>",
                "privacy_officer": "fg@proef.example",
                "privacy_url": "https://proef.example/privacy",
                "smtp_url": "smtp://localhost:25",
                "mail_from": "voordeur@proef.example",
                "telegram_token": "1:abc",
                "telegram_bot": "proef_bot",
                "open_klant_url": "https://klant.example/api",
            }
        )

    async def test_it_names_what_is_filled_in(self, client: httpx.AsyncClient, services: Services) -> None:
        desk = AccountManager(
            id="loket",
            name="Regioloket",
            gemeenten=[],
            region_desk=True,
            email="loket@proef.example",
            phone="035 000 00 00",
            working_hours=DEFAULT_HOURS,
        )
        async with services.database.transaction() as session:
            session.add(desk)
        text = await read(client)
        for sentence in (
            "1 dag na uw laatste bericht",
            "Gemeente <Proef> is verantwoordelijk voor uw gegevens.",
            "bereikt u via fg@proef.example",
            "Regioloket loket@proef.example",
            "In Telegram : stuur “stop”",
            "werkt 15 minuten",
            "Wij wissen dit na 90 dagen",
            "klantsysteem van de gemeente",
        ):
            assert sentence.replace(" :", ":") in text.replace(" :", ":"), sentence
        page = BeautifulSoup((await client.get("/privacy")).text, "html.parser")
        assert page.select_one('a[href="https://proef.example/privacy"]')
