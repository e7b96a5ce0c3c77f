"""The engine, as xlwings asks for it: the apps, and how values go in and out."""

from __future__ import annotations

import datetime as dt
import decimal
import numbers
from typing import TYPE_CHECKING, Any

from xlwings_libreoffice.apps import Apps
from xlwings_libreoffice.values import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAME = "libreoffice"


class Engine:
    """LibreOffice Calc as an engine of xlwings."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any = None) -> Any:  # noqa: ARG004
        """Return a Python value as a cell takes it: None, bool, float, str, date or datetime."""
        if hasattr(value, "item") and not hasattr(value, "__len__"):  # a scalar of numpy
            value = value.item() if type(value).__name__ != "datetime64" else value.astype("M8[us]").item()
        # pandas' NA and NaT have no package here to be compared with; a NaN differs from itself
        if value is None or type(value).__name__ in {"NaTType", "NAType"} or value != value:  # noqa: PLR0124
            return None
        if isinstance(value, (bool, str, dt.date)):
            return value
        if isinstance(value, dt.time):
            return dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / dt.timedelta(
                days=1
            )
        if isinstance(value, dt.timedelta):
            return value / dt.timedelta(days=1)
        if isinstance(value, (numbers.Number, decimal.Decimal)):
            return float(value)  # type: ignore[arg-type]
        return str(value)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Return raw cell values as the user asked for them; an error is None or its text."""

        def clean(value: Any) -> Any:
            if value is None:
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    year=value.year,
                    month=value.month,
                    day=value.day,
                    hour=value.hour,
                    minute=value.minute,
                    second=value.second,
                    microsecond=value.microsecond,
                    tzinfo=None,
                )
            if isinstance(value, (bool, str)):
                return value
            if isinstance(value, int):  # a number of a cell is a float: an int is the code of an error
                return ERRORS.get(value, "#VALUE!") if err_to_str else None
            return number_builder(value) if number_builder else value

        return [[clean(value) for value in row] for row in data]
