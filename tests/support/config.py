"""The example configuration as tests use it."""

import shutil
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


def a_config(folder: Path, *, places: bool = False) -> Path:
    """Return a copy with the shortest release window; its channels only where ``places``."""
    config = folder / "config"
    shutil.copytree(HOUSE / "config", config)
    about = (config / "community.toml").read_text()
    if not places:
        about = about.partition("# Channels and what they are for")[0]
    (config / "community.toml").write_text(
        about.replace("release_minutes = 15", "release_minutes = 5")
    )
    return config
