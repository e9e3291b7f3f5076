"""What SQLAlchemy has no words for that hold on both databases."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement


class is_one_of(FunctionElement[bool]):  # noqa: N801  reads as the condition that it is
    """The condition that a column is one of the few values that a query gives, whatever the row.

    Of `IN` and a query beside other conditions PostgreSQL believes that half of all rows pass it, and chooses
    ways through a table that suit that. Of an array it expects few.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Select[Any]) -> None:
        """Compare a column with the values of a query."""
        super().__init__(column, values.scalar_subquery())


@compiles(is_one_of)
def _in(condition: is_one_of, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in condition.clauses)
    return f"{column} IN {values}"


@compiles(is_one_of, "postgresql")
def _in_array(condition: is_one_of, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(each, **options) for each in condition.clauses)
    return f"{column} = ANY (ARRAY{values})"
