"""An OpenID provider on loopback, connected to the desk."""

from collections.abc import Iterator

import pytest
from provider_builders import ROLES
from provider_mock import ProviderMock, running_provider

from channels.services import Services


@pytest.fixture(scope="module")
def serving() -> Iterator[ProviderMock]:
    with running_provider() as mock:
        yield mock


@pytest.fixture
def provider(serving: ProviderMock, services: Services) -> ProviderMock:
    serving.reset()
    services.settings.oidc_issuer, services.settings.oidc_client_id = serving.issuer, "voordeur"
    services.settings.oidc_client_secret, services.settings.oidc_roles = "geheim", ROLES
    services.settings.public_url = "http://voordeur.test"
    return serving
