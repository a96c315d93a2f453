"""Hosts taking turns."""

from __future__ import annotations

from collections import Counter, deque

from hypothesis import given
from hypothesis import strategies as st

from crawler.rotation import HostRotation


class Owner:
    def __init__(self, **hosts: int) -> None:
        self.queues = {host: deque(range(number)) for host, number in hosts.items()}

    def take(self, host: str) -> tuple[str, int] | None:
        queue = self.queues.get(host)
        return (host, queue.popleft()) if queue else None


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 20), min_size=1), st.integers(1, 4), st.randoms())
def test_everything_is_handed_out_and_no_host_twice_at_once(hosts: dict[str, int], width: int, random: object) -> None:
    owner, rotation = Owner(**hosts), HostRotation[Owner](clock=lambda: 0.0)
    for host in hosts:
        rotation.announce(host, owner)
    under_way: list[str] = []
    handed: Counter[str] = Counter()
    while True:
        taken = rotation.next(Owner.take) if len(under_way) < width else None
        if taken is None:
            if not under_way:
                break
            rotation.release(under_way.pop(random.randrange(len(under_way))), 1.0)  # type: ignore[attr-defined]
            continue
        host = taken[0]  # type: ignore[index]
        assert host not in under_way
        under_way.append(host)
        handed[host] += 1
    assert handed == hosts


def test_a_host_with_much_does_not_starve_others() -> None:
    now = [0.0]
    rotation = HostRotation[Owner](clock=lambda: now[0])
    owner = Owner(big=1000, small=3)
    for host in ("big", "small"):
        rotation.announce(host, owner)
    seen = []
    for _ in range(6):
        taken = rotation.next(Owner.take)
        assert isinstance(taken, tuple)
        seen.append(taken[0])
        now[0] += 1
        rotation.release(taken[0], 1.0)
    assert seen == ["big", "small"] * 3


def test_sites_share_a_host_fairly() -> None:
    rotation = HostRotation[Owner](clock=lambda: 0.0)
    one, other = Owner(host=3), Owner(host=3)
    rotation.announce("host", one)
    rotation.announce("host", other)
    left = []
    for _ in range(4):
        rotation.next(Owner.take)
        rotation.release("host", 0.0)
        left.append((len(one.queues["host"]), len(other.queues["host"])))
    assert left == [(2, 3), (2, 2), (1, 2), (1, 1)]
    rotation.drop(one)
    assert rotation.next(Owner.take) == ("host", 2)
