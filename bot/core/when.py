"""From "first Monday of December at 7 pm" to an instant: times in words, English and French.

A small grammar that understands a sentence whole or not at all; it never guesses at half of
one. What can be read two ways is either refused with the way to say it, or read one way with a
:class:`Doubt`, and whoever asked shows the time read before anything is announced.

A plan is a wall-clock time in a zone. The instant follows from it: an hour that clocks skip is
refused, and of an hour that comes twice the earlier is meant.
"""

from __future__ import annotations
