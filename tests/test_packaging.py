"""What the installed program claims for itself, and what the repository must not contain."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("crawler", "rules", "spiders", "reports", "govaudit")


@pytest.mark.parametrize("name", OURS)
def test_no_other_distribution_claims_our_package_names(name: str) -> None:
    assert set(packages_distributions().get(name, ["govaudit"])) == {"govaudit"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_pin_versions_and_hashes_and_name_no_index(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and line[0].isalnum()]
    assert len(pinned) > 40
    assert all("==" in line for line in pinned)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)
    assert not [
        line for line in lines if "://" in line or line.startswith(("-i", "--index", "--extra-index", "--find-links"))
    ]


def test_scrapy_finds_the_project() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert listed.returncode == 0, listed.stderr
    assert "portal" in listed.stdout.split()
