"""How guide elements are worded: labels, what their content must show and what says nothing, from
``packs/guide_elements.yaml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ahocorasick_rs import AhoCorasick, MatchKind

from rules.word_files import WordFile, any_of, either, parted

#: A label longer than this is a sentence.
LONGEST_LABEL: Final = 24


@dataclass(frozen=True, slots=True)
class ElementWords:
    """One element: what its text must show, must not be, and how free text says it."""

    name: str
    content: re.Pattern[str]
    not_content: re.Pattern[str] | None
    spoken: tuple[re.Pattern[str], ...]
    listed: re.Pattern[str] | None
    not_label: re.Pattern[str] | None
    may_be_none: bool
    longest: int
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideWords:
    """Compiled vocabulary of guides; every pattern expects simplified, half-width text."""

    version: int
    basis: str
    elements: Mapping[str, ElementWords]
    labels: Mapping[str, str]  # label -> element, empty for labels that are no element
    patterns: tuple[tuple[re.Pattern[str], str], ...]  # whole-label patterns -> element
    any_pattern: re.Pattern[str]  # all of these at once: most lines that are asked are no label
    placed: tuple[
        tuple[re.Pattern[str], str], ...
    ]  # words of what is a label by its place -> element, the surest first
    unplaced: re.Pattern[str]  # words of labels that are no element whatever else they say
    placed_together: frozenset[str]  # elements that one label by its place may name together
    tails: re.Pattern[str]  # what may follow a label: 如下
    apart: frozenset[str]  # labels whose tables tell of others' steps and fees
    ways: tuple[str, ...]  # words for how a matter is handled
    paper: re.Pattern[str]  # ends of what papers are called
    stage: re.Pattern[str]  # stages of a procedure
    step_box: re.Pattern[str]  # what boxes of steps are called
    labels_twice: tuple[str, ...]  # labels that two elements claim
    keys: Mapping[str, str]  # key of service platforms' data, lower case without underscores -> element
    joint_labels: Mapping[str, tuple[str, ...]]  # labels whose one text tells several elements
    subjects: frozenset[str]  # labels that before another only say who does it
    keys_beside: Mapping[str, str]  # keys that name an element only beside two that surely do
    named: AhoCorasick  # an automaton that finds every label, anywhere in a text without spaces
    inline: re.Pattern[str]  # a known label inside a line, with the colon after it
    empty: re.Pattern[str]
    none: frozenset[str]
    flow_pictures: tuple[str, ...]
    online_depth: re.Pattern[str]
    answer: re.Pattern[str]  # what begins or ends so is an answer and no label
    joints: re.Pattern[str]
    answer_cell: re.Pattern[str]  # cells of a row of labels and values, not of a head
    going_on: frozenset[str]  # characters after which a sentence goes on, or a longer name
    link_cells: frozenset[str]  # wordings of links in a table's cells, though labels elsewhere
    boilerplate: re.Pattern[str]
    window: re.Pattern[str]
    body: re.Pattern[str]
    hours: re.Pattern[str]
    file_line: re.Pattern[str]
    flow_line: re.Pattern[str]  # a line that only says that the flow follows
    label_end: re.Pattern[str]  # what may stand between a label and its picture: 如下, 示意
    flow_chart: re.Pattern[str]
    asked: dict[str, tuple[str, ...] | None] = field(default_factory=dict, repr=False)  # labels asked for before

    def elements_named(self, text: str) -> frozenset[str]:
        """Elements some label of which stands in a text without spaces: a quick look before the careful reading."""
        # Of labels inside each other the first and longest is meant.
        return frozenset(filter(None, map(self.labels.__getitem__, self.named.find_matches_as_strings(text))))


def _compile(data: Mapping[str, Any]) -> GuideWords:
    elements = {name: _element(name, row) for name, row in data["elements"].items()}
    labels = dict.fromkeys(data["other_labels"], "")
    claimed = [(label, name) for name, row in data["elements"].items() for label in row["labels"]]
    twice = [label for label, times in Counter(label for label, _ in claimed).items() if times > 1]
    labels.update(claimed)
    patterns = [(pattern, "") for pattern in data["other_label_patterns"]]
    patterns += [(pattern, name) for name, row in data["elements"].items() for pattern in row["label_patterns"]]
    return GuideWords(
        version=int(data["version"]), basis=str(data.get("basis", "")), elements=elements, labels=labels,
        patterns=tuple((re.compile(pattern), name) for pattern, name in patterns),
        any_pattern=re.compile(any_of(pattern for pattern, _ in patterns)),
        placed=tuple((re.compile(data["placed"][name]), name) for name in data["placed"]),
        unplaced=re.compile(either(data["unplaced_words"])), placed_together=frozenset(data["placed_together"]),
        tails=re.compile(f"(?:{either(data['label_tails'])})+$"),
        apart=frozenset(data["apart_labels"]), ways=tuple(data["ways"]),
        paper=re.compile(f"(?:{either(data['paper_ends'])})$"), stage=re.compile(either(data["stages"])),
        step_box=re.compile(rf"(?<![a-z])(?:{either(data['step_boxes'])})(?![a-z])"),
        labels_twice=tuple(twice), keys={key: name for name, row in data["elements"].items() for key in row["keys"]},
        joint_labels={label: tuple(names) for label, names in data["joint_labels"].items()},
        subjects=frozenset(data["label_subjects"]),
        keys_beside={key: name for name, keys in data["keys_beside"].items() for key in keys},
        named=AhoCorasick(sorted({*labels} - {"", *data["labels_everywhere"]}), matchkind=MatchKind.LeftmostLongest, store_patterns=True),
        inline=_inline(tuple(labels)),
        empty=re.compile(any_of(data["empty_phrases"]), re.IGNORECASE),
        none=frozenset(data["none_phrases"]), flow_pictures=tuple(data["flow_pictures"]),
        online_depth=re.compile(any_of(data["online_depth"])),
        answer=re.compile(f"^(?:{either(data['denials'])})|{any_of(data['answer_patterns'])}"),
        joints=re.compile(f"(?:{either(data['label_joints'])})"),
        answer_cell=re.compile(rf"\d|(?:{either(data['answer_cells'])})$|:"),
        going_on=frozenset(data["going_on"]), link_cells=frozenset(data["link_cells"]),
        boilerplate=re.compile(either(data["boilerplate"]), re.IGNORECASE),
        window=re.compile(either(data["window_words"])), body=re.compile(either(data["body_words"])),
        hours=re.compile(either(data["hours_words"])), file_line=re.compile(_file_line(data["file_lines"]), re.IGNORECASE),
        flow_line=re.compile(rf"[\u4e00-\u9fff]{{0,8}}(?:{either(data['flow_labels'])})"),
        label_end=re.compile(f"(?:{either(data['flow_label_ends'])})+$"),
        flow_chart=re.compile(either(data["flow_chart_words"])),
    )  # fmt: skip


def _file_line(words: Sequence[str]) -> str:
    return rf"^(?:相关)?(?:{either(words)})|\.(?:docx?|xlsx?|wps|et|pdf|rtf|ofd|zip|rar)\W*$"


def _inline(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Labels of four and more characters anywhere, shorter ones only where a word can begin; spaces may part their
    characters.
    """
    spaced = sorted((label for label in labels if len(label) >= 2), key=len, reverse=True)
    longer = parted([label for label in spaced if len(label) >= 4], r"\s?")
    shorter = parted([label for label in spaced if len(label) < 4], r"\s{0,3}")
    return re.compile(
        rf"(?P<label>{longer}|(?<![\u4e00-\u9fff])(?:{shorter}))(?:\([^()]{{1,12}}\))?(?:\s?[】\]]\s?:?|\s?:)"
    )


def _element(name: str, row: Mapping[str, Any]) -> ElementWords:
    def optional(key: str) -> re.Pattern[str] | None:
        return re.compile(row[key]) if row.get(key) else None

    return ElementWords(
        name=name, content=re.compile(row["content"]), not_content=optional("not_content"),
        spoken=tuple(map(re.compile, row.get("spoken", ()))), listed=optional("listed"),
        not_label=optional("not_label"),
        may_be_none=bool(row.get("may_be_none")), longest=int(row.get("longest", 20_000)),
        positive=tuple(row["examples"]["positive"]), negative=tuple(row["examples"]["negative"]),
    )  # fmt: skip


GUIDES: Final = WordFile("guide_elements.yaml", _compile)
read_guide_words, guide_words_of, default_guide_words = GUIDES.read, GUIDES.of, GUIDES.shipped
