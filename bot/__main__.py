"""``python -m bot``: the same as the command ``commonground``."""

import signal

# Until the bot listens for it, Ctrl-C ends the process at once: raised as an exception in the
# middle of an import it can be swallowed there. Nothing is lost, whenever we are killed.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from bot.cli import main  # noqa: E402  (the line above comes first for a reason)

if __name__ == "__main__":
    main()
