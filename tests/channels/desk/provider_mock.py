"""A real OpenID provider on loopback, whose tokens a test can spoil before they are handed out."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import flask
import httpx
import joserfc.jwk
import oidc_provider_mock
from joserfc import jwt
from werkzeug.serving import make_server


@dataclass
class ProviderMock:
    """Where the provider is, and what is wrong with the tokens that it gives."""

    issuer: str = ""
    spoilt: dict[str, Any] = field(default_factory=dict)
    """Claims that replace the right ones; none takes a claim away."""
    foreign_key: bool = False
    """Whether tokens are signed with a key that is not the provider's."""
    without_token: bool = False

    def reset(self) -> None:
        self.spoilt, self.foreign_key, self.without_token = {}, False, False

    def knows(self, subject: str, **claims: Any) -> None:
        """Tell the provider who somebody is."""
        said = {"email": f"{subject}@example.nl", "name": subject.title()} | claims
        response = httpx.put(f"{self.issuer}/users/{subject}", json=said)
        assert response.status_code == 204

    def agree(self, address: str, subject: str) -> httpx.URL:
        """Log in at the page of the provider, and return where it sends the browser."""
        assert "Authorize" in httpx.get(address).text
        response = httpx.post(address, data={"sub": subject})
        assert response.status_code == 302, response.text
        return httpx.URL(response.headers["location"])


@contextmanager
def running_provider() -> Iterator[ProviderMock]:
    """Serve the provider from a thread."""
    mock, app = ProviderMock(), oidc_provider_mock.app()
    app.after_request(lambda response: _spoil(mock, response))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    mock.issuer = f"http://127.0.0.1:{server.server_port}"
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # for the provider, which asks for https even on loopback
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield mock
    finally:
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]
        server.shutdown()
        thread.join(5)
        server.server_close()


def _spoil(mock: ProviderMock, response: flask.Response) -> flask.Response:
    """Change the token in an answer of the token endpoint, and sign it again."""
    if flask.request.path != "/oauth2/token" or response.status_code != 200:
        return response
    answer = json.loads(response.get_data())
    own = flask.g.oidc_provider_mock_storage.jwk
    token = jwt.decode(answer["id_token"], own)
    claims = {key: value for key, value in (token.claims | mock.spoilt).items() if value is not None}
    key = joserfc.jwk.RSAKey.generate_key(private=True) if mock.foreign_key else own
    header = {key: value for key, value in token.header.items() if key in ("alg", "kid")}
    answer["id_token"] = jwt.encode(header, claims, key)
    if mock.without_token:
        del answer["id_token"]
    response.set_data(json.dumps(answer))
    return response
