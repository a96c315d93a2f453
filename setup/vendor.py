"""Renews the chart library bundled with the reports: ``python -m setup.vendor [VERSION]``, the newest by default.

Needs npm, which fetches the published package from the registry it is set up with. The files are kept byte for byte
as published; ``bundled.json`` beside them records the version and what each file hashes to.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "reports" / "static" / "vendor" / "echarts"
#: Files of the package (all of them in its folder ``package``) and their names in the report.
FILES = {
    "dist/echarts.common.min.js": "echarts.common.min.js",
    "LICENSE": "LICENSE",
    "NOTICE": "NOTICE",
    "licenses/LICENSE-d3": "LICENSE-d3",
}


def main(version: str = "latest") -> None:
    """Put the files of ``version`` into the folder of the reports' statics, with their record."""
    with tempfile.TemporaryDirectory() as folder:
        package = _unpacked(Path(folder), version)
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
        FOLDER.mkdir(parents=True, exist_ok=True)
        for source, name in FILES.items():
            shutil.copyfile(package / source, FOLDER / name)
    hashes = {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in FILES.values()}
    record = {"name": about["name"], "version": about["version"], "license": about["license"], "sha256": hashes}
    (FOLDER / "bundled.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8", newline="\n")
    print(f"{about['name']} {about['version']}: {FOLDER}")


def _unpacked(folder: Path, version: str) -> Path:
    npm = shutil.which("npm") or sys.exit("npm is not on this machine")
    subprocess.run([npm, "pack", "--silent", f"echarts@{version}"], cwd=folder, check=True, timeout=600)
    with tarfile.open(next(folder.glob("*.tgz"))) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


if __name__ == "__main__":
    main(*sys.argv[1:2])
