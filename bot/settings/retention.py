"""How long things are kept: ``config/retention.toml``."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

Days = Annotated[int, Meta(ge=1, le=3650)]


class Retention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days after which each kind of thing is erased; a nightly job does it."""

    sealed_address_days_after_close: Days = 14
    declined_text_days: Annotated[int, Meta(ge=1, le=1)] = 1
    replaced_text_days: Annotated[int, Meta(ge=1, le=7)] = 7
    sign_up_list_days: Days = 30
    left_member_days: Days = 30
    backup_days: Days = 30
