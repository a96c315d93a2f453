"""What can be wrong with a scheme file, as keys of messages: readers are told in their own language, not in pydantic's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from reports.messages import catalogue, t

_NUMBER, _LIST, _MAPPING, _EMPTY = "number", "list", "mapping", "empty"
#: pydantic's kinds of error, in the program's words.
_KINDS: Mapping[str, str] = {
    "extra_forbidden": "extra",
    "literal_error": "literal",
    **dict.fromkeys(
        ("float_type", "float_parsing", "int_type", "int_parsing", "int_from_float", "finite_number"), _NUMBER
    ),
    **dict.fromkeys(("tuple_type", "list_type", "too_long"), _LIST),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type", "mapping_type"), _MAPPING),
    **dict.fromkeys(("too_short", "string_too_short"), _EMPTY),
    **dict.fromkeys(("greater_than", "greater_than_equal"), "small"),
}


def wrong(code: str, **params: object) -> PydanticCustomError:
    """An error to raise in a validator; its text is ``scheme_error.<code>``.

    Of ``params``, ``indicator``, ``name`` and ``value`` say where it stands more closely than pydantic knows.
    """
    return PydanticCustomError(code, "{code}", {"code": code, **params})


def told(error: Mapping[str, Any]) -> str:
    """One of pydantic's errors in the reader's language."""
    kind, context = str(error["type"]), dict(error.get("ctx") or {})
    code = _KINDS.get(kind, kind)
    limit = f"{context.get('gt', context.get('ge', 0)):g}"
    expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    key = f"scheme_error.{code}"
    return t(key if key in catalogue() else "scheme_error.other", **(context | {"limit": limit, "expected": expected}))
