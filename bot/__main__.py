"""``python -m bot``: the same as the command ``commonground``."""

from bot.cli import main

main()
