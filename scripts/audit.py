"""Check what is installed against what the project says: `make audit`.

Everything here is read from this machine, so it works without a network, and it says at the end
what it therefore did not look at.
"""

import base64
import hashlib
import re
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEMANTIC = "requirements-semantic.lock"
LOCKS = ("requirements.lock", "requirements-dev.lock", SEMANTIC)

# Licences under which a library may be installed beside Apache-2.0 code, unchanged.
ALLOWED = re.compile(
    r"0BSD|Apache|BSD|CNRI-Python|Dual License|ISC|MIT|MPL|Mozilla|PSF|PostgreSQL|Python Software Foundation|Unlicense|Zlib",
    re.IGNORECASE,
)
REFUSED = re.compile(r"\b(AGPL|GPL|SSPL|BUSL)|proprietary|non-?commercial", re.IGNORECASE)


def normal(name: str) -> str:
    """The one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, str]:
    """Names and versions in a lock file."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ \\]+)", lock.read_text("utf-8"), re.MULTILINE))


def licence(installed: Distribution) -> str:
    """What a distribution says of its licence, wherever it says it."""
    facts = installed.metadata
    said = [
        *facts.get_all("License-Expression", []),
        *(c for c in facts.get_all("Classifier", []) if c.startswith("License ::")),
        *facts.get_all("License", []),
    ]
    return said[0][:80] if said else ""


def altered(installed: Distribution) -> list[str]:
    """Files of a distribution that are not what its own record says."""
    wrong = []
    for file in installed.files or []:
        if file.hash is None:
            continue
        path = Path(str(file.locate()))
        if not path.is_file():
            wrong.append(f"{file} is missing")
            continue
        found = hashlib.new(file.hash.mode, path.read_bytes()).digest()
        if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != file.hash.value:
            wrong.append(f"{file} was changed")
    return wrong


def locks() -> list[str]:
    """The lock files: hashes for every pin, no address, and one version of each thing."""
    wrong = []
    runtime, dev, _ = (pins(ROOT / lock) for lock in LOCKS)
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        wrong += [f"{lock} names an address: {a}" for a in re.findall(r"\w+://\S+", text)]
        wrong += [
            f"{lock}: {entry.split()[0]} has no hash"
            for entry in re.split(r"\n(?=[a-z])", text.strip())
            if "--hash=sha256:" not in entry
        ]
    wrong += [
        f"{name} is {version} in {LOCKS[0]} and {dev.get(name)} in {LOCKS[1]}"
        for name, version in runtime.items()
        if dev.get(name) != version
    ]
    return wrong


def packages() -> tuple[list[str], int]:
    """The installed packages: version, files and licence; and how many were looked at."""
    wrong = []
    seen = 0
    for name, version in (pins(ROOT / LOCKS[1]) | pins(ROOT / SEMANTIC)).items():
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # for another Python or another system, or not wanted; incomplete() looks on
        seen += 1
        if installed.version != version:
            wrong.append(f"{name} is {installed.version}, and the lock says {version}")
        wrong += [f"{name}: {fault}" for fault in altered(installed)]
        terms = licence(installed)
        if not ALLOWED.search(terms) or REFUSED.search(terms):
            wrong.append(f"{name}: licence {terms!r} is not one that we allow")
    return wrong, seen


def incomplete() -> list[str]:
    """What a package asks for and is not there; the sentence model gets less, by decision."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (ours)
    if said.returncode == 0:
        return []
    without = tuple(pins(ROOT / SEMANTIC))
    return [line for line in said.stdout.splitlines() if not line.startswith(without)]


def reasons() -> list[str]:
    """Every runtime dependency has its line in docs/dependencies.md, and no line is left over."""
    file = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project, groups = file["project"], file["dependency-groups"]
    extra = project["optional-dependencies"]["postgres"]
    named = [*project["dependencies"], *extra, *groups["semantic"]]
    wanted = {normal(re.split(r"[<>=!~;\[ ]", need)[0]) for need in named}
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    given = {normal(name) for name in re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)}
    return [
        *(f"{name} has no line in docs/dependencies.md" for name in sorted(wanted - given)),
        *(f"{name} is in docs/dependencies.md only" for name in sorted(given - wanted)),
    ]


def main() -> int:
    """Print what is wrong, or what was found to be right."""
    faults, seen = packages()
    faults = [*locks(), *incomplete(), *faults, *reasons()]
    for fault in faults:
        print(fault)
    if faults:
        return 1
    print(f"{seen} packages are the versions, files and licences that the lock and we expect.")
    print("Not looked at, because it needs a network: newly published vulnerabilities.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
