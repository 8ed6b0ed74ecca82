"""What the environment may say, and what is said when it is wrong."""

import pytest

from bot.core.errors import SetupError
from bot.settings.environment import NAMES, read_environment

CANARY = "xyzzy-canary-value"


def test_an_empty_environment_starts_the_town_on_this_machine() -> None:
    found = read_environment({})

    assert (found.host, found.port) == ("127.0.0.1", 8080)
    assert str(found.data_dir) == "data"
    assert found.discord_token is None
    assert found.slack is None
    assert found.secret_key is None


def test_an_empty_value_counts_as_none() -> None:
    assert read_environment(dict.fromkeys(NAMES, "  ")) == read_environment({})


@pytest.mark.parametrize("port", ["", "0", "1", "8080", "65535"])
def test_a_port_is_any_port(port: str) -> None:
    assert read_environment({"PORT": port}).port == int(port or 8080)


@pytest.mark.parametrize(
    "port",
    [
        "-1",
        "65536",
        "8080.0",
        "0x50",
        "eighty",
        "\uff18\uff10\uff18\uff10",
        "9" * 5000,
        "80 80",
        "1_000",
    ],
)
def test_an_odd_port_is_refused_with_the_fix(port: str) -> None:
    with pytest.raises(SetupError, match=r"PORT is .*whole number from 0 to 65535"):
        read_environment({"PORT": port})


@pytest.mark.parametrize("host", ["http://x", "a b", "x/y", "a" * 300, "\u202eevil"])
def test_an_odd_host_is_refused(host: str) -> None:
    with pytest.raises(SetupError, match="HOST"):
        read_environment({"HOST": host})


@pytest.mark.parametrize("url", ["mysql://x", "/var/db.sqlite", "http://db"])
def test_a_database_that_is_none_is_refused_without_its_address(url: str) -> None:
    with pytest.raises(SetupError, match="DATABASE_URL must begin with") as refusal:
        read_environment({"DATABASE_URL": url})

    assert url not in str(refusal.value)


def test_a_short_secret_is_refused_without_the_secret() -> None:
    with pytest.raises(SetupError, match="SECRET_KEY is too short") as refusal:
        read_environment({"SECRET_KEY": CANARY})

    assert CANARY not in str(refusal.value)


@pytest.mark.parametrize("value", ["a\nb", "a\0b", "a\x1bb", "\udcff", "a\u2028b"])
def test_characters_that_nobody_types_are_refused(value: str) -> None:
    with pytest.raises(SetupError, match="DISCORD_TOKEN holds characters") as refusal:
        read_environment({"DISCORD_TOKEN": value})

    assert value not in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SLACK_APP_TOKEN": "x"}, "SLACK_BOT_TOKEN is not"),
        ({"SLACK_SIGNING_SECRET": "x"}, "SLACK_BOT_TOKEN is not"),
        ({"SLACK_BOT_TOKEN": "x"}, "also needs SLACK_APP_TOKEN"),
    ],
)
def test_half_of_slack_is_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        read_environment(given)


@pytest.mark.parametrize(
    "address",
    ["http://discord.com", "discord.com", "https://", "https://[::1", "ftp://x", "https://x:y"],
)
def test_secrets_go_to_https_addresses_only(address: str) -> None:
    with pytest.raises(SetupError, match="DISCORD_API_URL"):
        read_environment({"DISCORD_API_URL": address})


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/api", "http://localhost:9", "http://[::1]:9"]
)
def test_a_stand_in_on_this_machine_needs_no_https(address: str) -> None:
    assert read_environment({"SLACK_API_URL": address}).slack_api_url == address


@pytest.mark.parametrize(
    ("given", "ids", "count"), [("0/1", (0,), 1), ("0,1/4", (0, 1), 4), ("3,2/4", (2, 3), 4)]
)
def test_a_process_is_told_its_shards(given: str, ids: tuple[int, ...], count: int) -> None:
    found = read_environment({"DISCORD_SHARDS": given}).discord_shards

    assert found is not None
    assert (found.ids, found.count) == (ids, count)


def test_without_a_word_about_shards_one_process_takes_all() -> None:
    assert read_environment({"DISCORD_SHARDS": " "}).discord_shards is None


@pytest.mark.parametrize(
    "given",
    [
        "4",
        "0",
        "1/1",
        "0,0/2",
        "/2",
        "0/",
        "0/0",
        "0, 1/4",
        "-1/4",
        "a/b",
        "0/1/2",
        "\u0660/\u0661",
        "9" * 9,
    ],
)
def test_shards_that_make_no_sense_are_refused_in_one_sentence(given: str) -> None:
    with pytest.raises(SetupError, match=r"DISCORD_SHARDS is .*as in 0,1/4"):
        read_environment({"DISCORD_SHARDS": given})


def test_a_missing_config_folder_is_named() -> None:
    with pytest.raises(SetupError, match="CONFIG_DIR is '/nowhere/at/all'"):
        read_environment({"CONFIG_DIR": "/nowhere/at/all"})


def test_nothing_prints_a_secret() -> None:
    secrets = {
        name: f"{CANARY}-{CANARY}"
        for name in NAMES
        if "TOKEN" in name or "SECRET" in name or name == "SECRET_KEY"
    }
    found = read_environment({**secrets, "DATABASE_URL": f"postgresql://u:{CANARY}@h/d"})

    assert found.discord_token is not None
    for shown in (repr(found), str(found), f"{found.discord_token}", f"{found.slack!r}"):
        assert CANARY not in shown
    assert found.discord_token.reveal() == secrets["DISCORD_TOKEN"]


def test_workspaces_may_bring_their_own_tokens_by_installing_the_app() -> None:
    read = read_environment(
        {
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "client",
            "SLACK_SIGNING_SECRET": "signing",
        }
    )

    assert read.slack is not None
    assert read.slack.bot_token is None


def test_an_app_that_nobody_can_install_needs_a_token() -> None:
    with pytest.raises(SetupError, match="SLACK_BOT_TOKEN is not"):
        read_environment({"SLACK_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": "signing"})
