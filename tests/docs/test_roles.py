"""The role matrix in the documentation is what the routes say."""

from docs_files import read

from channels.app import create_app
from channels.operations.roles import matrix
from kit.settings import Settings


def test_the_role_matrix_is_made_from_the_routes_as_they_are() -> None:
    """When this fails: `voordeur user matrix > docs/roles.md`."""
    assert read("docs/roles.md") == matrix(create_app(Settings(_env_file=None)))
