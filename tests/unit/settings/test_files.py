"""Files of ``config/``: what is refused, in which words."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.errors import SetupError
from bot.settings import Settings, load
from bot.settings.files import MOST_BYTES, below, read_yaml
from tests.conftest import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A content file with one key."""

    words: tuple[str, ...]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A folder of settings of its own, as the example has them."""
    folder = tmp_path / "config"
    (folder / "content").mkdir(parents=True)
    for name in ("community.toml", "retention.toml"):
        (folder / name).write_bytes((ROOT / "config" / name).read_bytes())
    return folder


def settings_of(config: Path) -> Settings:
    return load({"CONFIG_DIR": str(config)})


def change(config: Path, old: str, new: str) -> None:
    path = config / "community.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_example_runs() -> None:
    found = load({"CONFIG_DIR": str(ROOT / "config")})

    assert found.community.community.id == "riverbend"
    assert found.community.anonymous.allowed
    assert found.retention.backup_days == 30


def test_several_communities_have_a_file_each(config: Path) -> None:
    text = (config / "community.toml").read_text()
    (config / "community-second.toml").write_text(text.replace('"riverbend"', '"second"'))

    assert [c.community.id for c in settings_of(config).communities] == ["riverbend", "second"]


def test_two_communities_of_one_name_are_refused(config: Path) -> None:
    (config / "community-again.toml").write_text((config / "community.toml").read_text())

    with pytest.raises(SetupError, match=r"community\.id 'riverbend' is used twice"):
        settings_of(config)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone = ", "zonne = ", r"community\.toml: community\.zonne is not a known setting"),
        ('name = "Riverbend"', "", r"community\.toml: community\.name is missing; add it"),
        ('name = "Riverbend"', "name = 3", r"community\.name: expected `str`, got `int`"),
        ("America/Toronto", "Mars/Base", r"community\.zone 'Mars/Base' is not a time zone"),
        ("America/Toronto", "../../etc/passwd", "is not a time zone"),
        ("America/Toronto", "America", "is not a time zone"),
        ("opens = 09:00:00", "opens = 18:00:00", r"hours\.opens must be earlier"),
        ('"mon", "tue"', '"mon", "someday"', r"hours\.days"),
        ('country = "CA"', 'country = "ZZ"', r"community\.country"),
        ("release_minutes = 15", "release_minutes = 4", r"questions\.release_minutes"),
        ("offered = true", 'offered = "yes"', r"anonymous\.offered"),
        (
            'address = ""',
            'address = "javascript:alert(1)"',
            r"site\.address must be a web address",
        ),
        ('address = ""', 'address = "https://x y"', r"site\.address must be a web address"),
        ("[community]", "[community", r"community\.toml is not valid TOML"),
        ("[hours]", "[[hours]]", r"hours"),
        ('purposes = ["posts"]', "purposes = []", r"places\[0\]\.purposes"),
        ('purposes = ["posts"]', 'purposes = ["gossip"]', r"places\[0\]\.purposes"),
        ('role = "liaison"', 'role = "king"', r"roles\[0\]\.role"),
        ('id = "riverbend" ', 'id = "../x"', r"community\.id"),
    ],
)
def test_a_slip_is_named_by_file_and_key(config: Path, old: str, new: str, said: str) -> None:
    change(config, old, new)

    with pytest.raises(SetupError, match=said) as refusal:
        settings_of(config)

    assert "\n" not in str(refusal.value)
    assert "community.toml" in str(refusal.value)


def test_police_cannot_own_the_space_and_take_anonymous_questions(config: Path) -> None:
    change(config, "space_owned_by_police = false", "space_owned_by_police = true")

    with pytest.raises(SetupError, match=r"set anonymous\.offered = false"):
        settings_of(config)

    change(config, "offered = true", "offered = false")
    assert not settings_of(config).community.anonymous.allowed


def test_anonymous_asking_waits_for_the_policy_to_be_read(config: Path) -> None:
    change(config, "policy_reviewed = 2026-11-02", "")

    assert not settings_of(config).community.anonymous.allowed


def test_retention_can_only_be_shortened_where_we_promised_a_term(config: Path) -> None:
    path = config / "retention.toml"
    path.write_text(path.read_text().replace("replaced_text_days = 7", "replaced_text_days = 8"))

    with pytest.raises(SetupError, match=r"retention\.toml: replaced_text_days"):
        settings_of(config)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe[community]", "is not UTF-8"),
        (b"x = 1\ny = \xe9", "line 2 is not UTF-8"),
        (b"a = " + b"[" * 5_000, "community.toml"),
        (b"a = 1\n" * MOST_BYTES, "larger than 512 KiB"),
        (b"a = 1\x00", "is not valid TOML"),
        (b"", "community is missing"),
    ],
)
def test_what_is_no_toml_is_refused(config: Path, raw: bytes, said: str) -> None:
    (config / "community.toml").write_bytes(raw)

    with pytest.raises(SetupError, match=said):
        settings_of(config)


def test_a_missing_file_is_named(config: Path) -> None:
    (config / "retention.toml").unlink()

    with pytest.raises(SetupError, match=r"retention\.toml is missing; copy it"):
        settings_of(config)


def test_a_folder_in_place_of_a_file_is_named(config: Path) -> None:
    (config / "retention.toml").unlink()
    (config / "retention.toml").mkdir()

    with pytest.raises(SetupError, match=r"retention\.toml cannot be read"):
        settings_of(config)


# ---- the content pack ------------------------------------------------------------------------


def test_content_is_read_as_its_type(config: Path) -> None:
    (config / "content" / "pack.yaml").write_text("words: [one, deux, «trois»]\n")

    assert settings_of(config).load_content("pack.yaml", Pack).words == ("one", "deux", "«trois»")


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nwords: [*b, *b]\n"
MERGE = "a: &a {k: v}\nwords: {<<: [*a, *a]}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "& and \\* are not allowed"),
        (MERGE, "& and \\* are not allowed"),
        ("words: [" + "[" * 60, "nested too deeply"),
        ("words: " + "[" * 200_000, "nested too deeply"),
        ("words: [a, b", "not valid YAML"),
        ("words: a: b", "not valid YAML"),
        ("words: !!python/object/apply:os.system ['true']", "not valid YAML"),
        ("words: [a\x07]", "not valid YAML"),
        ("words: 3", "words: expected `array`"),
        ("words: [a, 3]", r"words\[1\]: expected `str`"),
        ("wrods: [a]", "words is missing"),
        ("", "expected `object`"),
        ("words: 2020-13-45", "pack.yaml"),
        ("words: [a]\nwords: 0b2_", "pack.yaml"),
    ],
)
def test_hostile_or_broken_yaml_is_refused(config: Path, text: str, said: str) -> None:
    (config / "content" / "pack.yaml").write_text(text)

    with pytest.raises(SetupError, match=said) as refusal:
        settings_of(config).load_content("pack.yaml", Pack)

    assert "pack.yaml" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "name",
    [
        "../community.toml",
        "/etc/passwd",
        "a/../../x",
        "",
        "..",
        "a\0b",
        "..\\x",
        "pack.yaml/../../community.toml",
    ],
)
def test_content_never_leaves_its_folder(config: Path, name: str) -> None:
    with pytest.raises(SetupError, match="is not the name of a file"):
        settings_of(config).load_content(name, Pack)


def test_a_link_out_of_the_folder_is_refused(config: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("words: [x]")
    (config / "content" / "pack.yaml").symlink_to(tmp_path / "secret.yaml")

    with pytest.raises(SetupError, match="is not the name of a file"):
        below(config / "content", "pack.yaml")


@pytest.mark.parametrize("path", sorted((ROOT / "config" / "content").glob("*.yaml")))
def test_every_file_of_the_pack_can_be_read(path: Path) -> None:
    assert read_yaml(path, dict[str, object])
