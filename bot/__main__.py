"""``python -m bot``: the same as the command ``commonground``."""

import sys

try:
    from bot.cli import main
except KeyboardInterrupt:  # Ctrl-C in the very first instant
    sys.exit(130)

main()
