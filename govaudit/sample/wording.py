"""What the invented sites write about (``wording.yaml``): news that mentions services, policies, letters, links."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

import yaml

_TEXTS: Final[dict[str, Any]] = yaml.safe_load(
    resources.files("govaudit.sample").joinpath("wording.yaml").read_text(encoding="utf-8")
)
COLUMN_NAMES: Final[dict[str, str]] = _TEXTS["columns"]
#: Hosts outside the province, for friendly links; the proxy refuses them.
FRIENDS: Final[dict[str, str]] = _TEXTS["friends"]
#: Title → text; they mention functions and items and prove nothing.
NEWS: Final[dict[str, str]] = _TEXTS["news"] | _TEXTS["notices"]
POLICIES: Final[dict[str, str]] = _TEXTS["policies"]
EVENTS: Final[dict[str, str]] = _TEXTS["events"]
LETTER_SUBJECTS: Final[tuple[str, ...]] = tuple(_TEXTS["letter_subjects"])
LETTER_RULES: Final[str] = _TEXTS["letter_rules"]
DISCLOSURE_GUIDE: Final[str] = _TEXTS["disclosure_guide"]
