"""What the killable process may spend, and how it says that it could not."""

from __future__ import annotations

from typing import Final

BODY: Final = 5 * 1024 * 1024
ANSWER: Final = 2 * 1024 * 1024
CPU_SECONDS: Final = 2
MEMORY: Final = 256 * 1024 * 1024
WAIT_SECONDS: Final = 15.0

REFUSED: Final = 3
"""Exit status: the bytes are not what the task reads."""

SPENT: Final = 4
"""Exit status: reading them took more memory than there is."""
