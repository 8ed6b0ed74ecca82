"""What a neighbour lends out, as typed into the form of the lending shelf."""

OFFERED: dict[str, str | bool] = {"what": "Ladder", "why": "Too tall for me", "agree": True}
ODD = "\x00\ud800\u202e<b>@everyone</b> [x](javascript:alert(1)) <!channel>"
