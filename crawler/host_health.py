"""When to stop asking a host: one that cannot be reached, or declines whatever it is asked, is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.outcomes import Outcome

#: So many failures in a row, with nothing in between, and the host is left for the second round, or for good there.
IN_A_ROW = 5
#: So many refusals in a row by a host that had answered before: it has had enough of us.
ENOUGH = 20
Advice = Literal["", "postpone", "give_up"]


@dataclass(slots=True)
class HostHealth:
    """What one host answered a site in this run."""

    failures: int = 0  # network failures in a row
    refusals: int = 0  # declined in a row
    answers: int = 0  # pages that came back
    late_answers: int = 0  # of these, in the second round

    def note(self, outcome: Outcome, round_: int) -> Advice:
        """Take note of an outcome; says what to do with everything that still waits on this host."""
        if outcome.network:
            self.failures += 1
            return self._after_failure(round_)
        self.failures = 0
        if outcome.reason == "declined":
            self.refusals += 1
            return "give_up" if self.refusals >= (ENOUGH if self.answers else IN_A_ROW) else ""
        self.refusals = 0
        if outcome.state == "fetched":
            self.answers += 1
            self.late_answers += round_
        return ""

    def _after_failure(self, round_: int) -> Advice:
        if self.failures < IN_A_ROW:
            return ""
        self.failures = 0
        if round_ == 0:
            return "postpone"
        return "" if self.late_answers else "give_up"
