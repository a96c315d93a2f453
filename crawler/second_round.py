"""The second, slower round of a site: what failed at first is asked again at the end, and before it where the end is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The share of a site's budget, and of its time, that is kept for what failed at first.
RESERVED: Final = 0.1


@dataclass(slots=True)
class SecondRound:
    """How far it is. ``put_off`` counts URLs that wait for it, those of hosts given up meanwhile included."""

    put_off: int = 0
    begun: bool = False
    first: bool = False  # begun while others wait: what was put off is asked for before these

    @property
    def rounds(self) -> tuple[int, ...]:
        """The rounds that may be asked for now, the one to prefer first."""
        if not self.begun:
            return (0,)
        return (1, 0) if self.first else (0, 1)

    def is_due(self, budget: int, budget_left: int, time_left: float) -> bool:
        """Whether only the reserve is left, or little more than what was put off needs; ``time_left`` is a share in 0..1.

        Twice as much is kept as was put off, since other hosts go on meanwhile.
        """
        if self.begun or not self.put_off:
            return False
        return budget_left <= min(2 * self.put_off, max(1, RESERVED * budget)) or time_left <= RESERVED
