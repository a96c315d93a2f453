"""A procedure told without a label: lines that each begin with a stage of it, or that stand in boxes called steps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from rules.guide_line import Line, number_style
from rules.guide_sections import Section
from rules.guide_words import GuideWords

_FEWEST_STAGES: Final = 3
_FEWEST_BOXES: Final = 2
#: What a step is called ends with the first of these: 个人申请。符合条件的农户…
_HEAD_ENDS: Final = re.compile(r"[。,;:.—-]|\s")
_LONGEST_HEAD: Final = 12
#: Below the label of another element a step must be called in few words; papers are listed, not done.
_SHORT_HEAD: Final = 4
_PAPERS: Final = "办理材料"


def told_steps(lines: Sequence[Line], sections: Sequence[Section], words: GuideWords) -> tuple[str, str]:
    """The text of the steps and where they stand; two empty ones where there are none."""
    boxed = [line for line in lines if line.kin and words.step_box.search(line.kin)]
    if len(boxed) >= _FEWEST_BOXES:
        return "\n".join(line.text for line in boxed), boxed[0].locator
    for section in sections:
        longest = _LONGEST_HEAD if not section.elements else 0 if _PAPERS in section.elements else _SHORT_HEAD
        if steps := _stages(section.lines, longest, words):
            return "\n".join(steps), section.locator
    return "", ""


def _stages(lines: Sequence[str], longest: int, words: GuideWords) -> list[str]:
    """The numbered lines of a text, where three or more of one numbering begin with stages of a procedure, in so many characters."""
    by_style: Mapping[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        style, bare = number_style(line)
        head = _HEAD_ENDS.split(bare.lstrip(), maxsplit=1)[0]
        stage = words.stage.search(head) if style and len(head) <= longest else None
        if stage and (stage.end() == len(head) or not words.paper.search(head)):
            by_style[style].setdefault(stage.group(0), line)
    return next((list(found.values()) for found in by_style.values() if len(found) >= _FEWEST_STAGES), [])
