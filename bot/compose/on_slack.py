"""Slack in this process: made when there are credentials, imported only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.actions import Signer
from bot.core.communities import Directory, every_place
from bot.core.ports import Clock, Store
from bot.core.routes import Routes
from bot.delivery import observe
from bot.settings import Environment
from bot.storage.vault import Vault

if TYPE_CHECKING:
    from bot.adapters.slack.door import Door
    from bot.compose.app import App


def slack_door(
    environment: Environment,
    *,
    signer: Signer,
    directory: Directory,
    store: Store,
    vault: Vault,
    clock: Clock,
    public: str,
) -> Door | None:
    """Make the door to Slack; ``None`` without credentials. It opens nothing yet.

    ``public`` is where others find the site. Two signing secrets, parted by a comma, are both
    known while one replaces the other.
    """
    keys = environment.slack
    if keys is None:
        return None
    from bot.adapters.slack.door import Address, Door
    from bot.adapters.slack.tokens import AppKeys

    signing = "" if keys.signing_secret is None else keys.signing_secret.reveal()
    client = "" if keys.client_secret is None else keys.client_secret.reveal()
    address = Address(
        api=environment.slack_api_url,
        bot_token=None if keys.bot_token is None else keys.bot_token.reveal(),
        app_token=None if keys.app_token is None else keys.app_token.reveal(),
        signing_secrets=tuple(s.strip().encode() for s in signing.split(",") if s.strip()),
        app=AppKeys(keys.client_id, client),
        public=public,
    )
    return Door(
        address,
        signer=signer,
        directory=directory,
        store=store,
        vault=vault,
        clock=clock,
        report=observe.report,
    )


async def look(app: App) -> list[tuple[str, str]]:
    """Look at everything that Slack must have right: what was found, and its fix if any."""
    keys = app.settings.environment.slack
    if app.slack is None or keys is None:
        return []
    from bot.adapters.slack.doctor import examine

    places = [
        place
        for community in await app.directory.communities()
        for place in await every_place(app.directory, community.id)
    ]
    found = examine(
        app.slack,
        bot_token=None if keys.bot_token is None else keys.bot_token.reveal(),
        app_token=None if keys.app_token is None else keys.app_token.reveal(),
        places=places,
    )
    return [(f"{one.about}: {one.found}", one.fix) async for one in found]


def manifest(routes: Routes, *, prefix: str = "", address: str = "") -> str:
    """Return the manifest of the app as YAML.

    Raises:
        ValueError: the prefix cannot be used.
    """
    from bot.adapters.slack.manifest import Wanted, written

    return written(routes, Wanted(prefix=prefix, address=address))
