"""Content decoding with a limit, and of what is broken."""

from __future__ import annotations

import gzip
import time
import zlib

from hypothesis import given
from hypothesis import strategies as st

from crawler.decoding import decode


@given(st.binary(max_size=5000), st.sampled_from(["gzip", "deflate", "raw", "x-gzip", "gzip, deflate"]))
def test_what_was_coded_comes_back(body: bytes, coding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    coded = {
        "gzip": gzip.compress(body),
        "x-gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "raw": raw.compress(body) + raw.flush(),
        "gzip, deflate": zlib.compress(gzip.compress(body)),
    }[coding]
    result = decode(coded, "deflate" if coding == "raw" else coding)
    assert result.body == body
    assert result.complete


@given(st.binary(min_size=200, max_size=3000), st.integers(20, 100))
def test_a_stream_that_ends_early_gives_its_beginning(body: bytes, kept: int) -> None:
    result = decode(gzip.compress(body)[:kept], "gzip")
    assert body.startswith(result.body)
    assert not result.complete


def test_damage_in_the_middle_keeps_what_came_before() -> None:
    body = b"".join(b"%06d " % number for number in range(20_000))
    coded = bytearray(gzip.compress(body))
    coded[len(coded) // 2 : len(coded) // 2 + 40] = b"\xff" * 40
    result = decode(bytes(coded), "gzip")
    assert not result.complete
    assert result.body[:1000] == body[:1000]


def test_a_bomb_costs_no_more_than_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 200_000_000))
    began = time.process_time()
    result = decode(bomb, "gzip, gzip", limit=1_000_000)
    assert len(result.body) == 1_000_000 and not result.complete
    assert time.process_time() - began < 1


def test_members_one_after_another_and_zeros_behind() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", "gzip").body == b"one two"


def test_a_claim_that_is_not_true_changes_nothing() -> None:
    for coding in ("gzip", "deflate", "br", "identity", ""):
        assert decode(b"<html>plain</html>", coding).body == b"<html>plain</html>"


def test_plain_bodies_are_cut_too() -> None:
    assert decode(b"x" * 10, "", limit=4) == decode(b"xxxxyy", "", limit=4)
    assert not decode(b"x" * 10, "", limit=4).complete
