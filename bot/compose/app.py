"""What was put together, for those who drive it: platforms, the site, tests, the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from bot.adapters.town.town import Town
from bot.compose.features import Features
from bot.core.actions import Signer
from bot.core.dispatch import Dispatcher
from bot.core.kept import Kept
from bot.core.ports import Clock, Platform
from bot.core.routes import Routes
from bot.delivery.courier import Courier
from bot.delivery.display import Display
from bot.delivery.facts import Facts
from bot.features.questions.ports import Meaning
from bot.features.team.directory import Team
from bot.features.team.ports import Channels, Groups, Members
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.outbox import Outbox
from bot.storage.vault import Vault

if TYPE_CHECKING:
    from bot.adapters.discord.door import Door as DiscordDoor
    from bot.adapters.slack.door import Door as SlackDoor


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every feature stands on."""

    settings: Settings
    clock: Clock
    store: Database
    vault: Vault
    outbox: Outbox
    courier: Courier
    facts: Facts
    platforms: Mapping[str, Platform]
    directory: Team
    display: Display
    kept: Kept
    routes: Routes
    dispatcher: Dispatcher
    signer: Signer
    town: Town
    channels: Mapping[str, Channels] = field(default_factory=dict)
    groups: Mapping[str, Groups] = field(default_factory=dict)
    members: Mapping[str, Members] = field(default_factory=dict)
    discord: DiscordDoor | None = None
    slack: SlackDoor | None = None
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class App(Ground):
    """One whole bot: the ground, and what the features offer to others."""

    features: Features

    @classmethod
    def of(cls, ground: Ground, features: Features) -> App:
        """Put the features on their ground."""
        parts = {part.name: getattr(ground, part.name) for part in fields(Ground)}
        return cls(**parts, features=features)
