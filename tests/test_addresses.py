"""Addresses that are never asked, however they are written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import AddressGuard, host_refusal, ipv4_of, number_refusal


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.1", "loopback"),
        ("2130706433", "loopback"),
        ("0x7f000001", "loopback"),
        ("017700000001", "loopback"),
        ("0177.0.0.0x1", "loopback"),
        ("127.0.0.1.", "loopback"),
        ("127。0。0。1", "loopback"),
        ("１２７.０.０.１", "loopback"),
        ("%31%32%37.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("[::1]", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("::127.0.0.1", "loopback"),
        ("169.254.169.254", "link_local"),
        ("fe80::1%eth0", "link_local"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("192.168.257", "private"),
        ("100.100.100.200", "private"),
        ("fd00:ec2::254", "private"),
        ("0", "private"),
        ("0.0.0.0", "private"),
        ("::", "private"),
        ("255.255.255.255", "private"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("168.63.129.16", "metadata"),
        ("localhost", "local_name"),
        ("LOCALHOST.", "local_name"),
        ("x.localhost", "local_name"),
        ("metadata.google.internal", "local_name"),
        ("printer.local", "local_name"),
        ("intranet", "local_name"),
        ("1.2.3.4.5", "unreadable"),
        ("256.1.1.1", "unreadable"),
        ("1.2.3.09", "unreadable"),
        ("", "unreadable"),
        ("www.gov.cn", ""),
        ("8.8.8.8", ""),
        ("2001:4860:4860::8888", ""),
        ("10.gov.cn", ""),
        ("xn--fiqs8s.cn", ""),
    ],
)
def test_hosts(host: str, kind: str) -> None:
    assert host_refusal(host) == kind


@given(st.ip_addresses(v=4), st.integers(1, 4), st.sampled_from(["{}", "{:#x}", "0{:o}"]))
def test_every_notation_is_the_same_address(address: ipaddress.IPv4Address, parts: int, form: str) -> None:
    """An address written in one to four numbers, in any base, is understood as inet_aton does, and judged alike."""
    value = int(address)
    heads = [value >> (8 * (3 - place)) & 255 for place in range(parts - 1)]
    tail = value & (256 ** (5 - parts) - 1)
    text = ".".join(form.format(number) for number in [*heads, tail])
    assert ipv4_of(text) == address
    assert host_refusal(text) == number_refusal(address)


@given(st.ip_addresses(v=4))
def test_inside_ipv6(address: ipaddress.IPv4Address) -> None:
    assert host_refusal(f"::ffff:{address}") == number_refusal(address)
    assert host_refusal(f"64:ff9b::{int(address) >> 16:x}:{int(address) & 0xFFFF:x}") == number_refusal(address)


def test_only_the_users_own_proxy_may_be_here() -> None:
    guard = AddressGuard("http://127.0.0.1:8080")
    assert guard.answer_refusal("127.0.0.1", "127.0.0.1") == ""
    assert guard.answer_refusal("www.a.gov.cn", "127.0.0.1") == "loopback"
    assert guard.refusal("http://127.0.0.1:8080/") == "loopback"
    assert guard.refusal("http://[::1") == "unreadable"
    assert guard.allows("http://www.a.gov.cn/") and not guard.allows("http://10.0.0.1/")
