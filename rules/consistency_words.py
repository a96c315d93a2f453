"""Labels and answers by which a guide's contradictions are found, from ``packs/guide_consistency.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rules.word_files import WordFile, any_of


@dataclass(frozen=True, slots=True, eq=False)
class ConsistencyWords:
    """Compiled; patterns expect simplified, half-width text."""

    labels: Mapping[str, re.Pattern[str]]
    answers: Mapping[str, re.Pattern[str]]
    stated_within: Mapping[str, re.Pattern[str]]  # a limit within another's text: 法定时限20个工作日,承诺时限5个工作日
    steps: tuple[re.Pattern[str], ...]


def _compile(data: Mapping[str, Any]) -> ConsistencyWords:
    labels = {name: any_of(patterns) for name, patterns in data["labels"].items()}
    for kind in ("promised", "legal"):
        labels[f"{kind}_limit"] = f"(?:{labels[kind]}).{{0,8}}(?:{labels['limit']})"
    answers = {name: any_of(patterns) for name, patterns in data["answers"].items()}
    return ConsistencyWords(
        labels={name: re.compile(pattern) for name, pattern in labels.items()},
        answers={name: re.compile(f"(?:{pattern})") for name, pattern in answers.items()},
        stated_within={
            kind: re.compile(rf"(?:{labels[kind]})[^,。;\n]{{0,12}}?\d[^,。;\n]{{0,10}}")
            for kind in ("promised", "legal")
        },
        steps=tuple(map(re.compile, data["steps"])),
    )


CONSISTENCY: Final = WordFile("guide_consistency.yaml", _compile)
