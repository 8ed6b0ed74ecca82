"""A post as everyone sees it."""

from __future__ import annotations

from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Control,
    Divider,
    Facts,
    LinkButton,
    Note,
    Paragraph,
    Quote,
    Tone,
)
from bot.core.limits import BUTTONS
from bot.core.text import Message, Slot, Verbatim, say
from bot.features.posts.model import OPEN, Label, Post, State, Tally, Usefulness, Version
from bot.features.posts.piece import Piece

_VERSIONS: Final = 3
_OLD_TEXT: Final = 800
_LANGUAGES: Final = frozenset({"en", "fr"})


def post_card(post: Post, tally: Tally) -> Card:
    """Show a published post with its question, its rating and the way to the original."""
    if post.state is State.RETRACTED:
        return retracted_card(post)
    body: list[Block] = [*_piece(post.piece, post.label, full=post.full)]
    if post.note:
        body.append(Note(say("posts.corrected", number=post.version, note=post.note)))
    body.append(_rated(tally))
    actions: list[Control] = []
    if post.state in OPEN:
        actions += [
            Button(say(f"posts.rate.{u.value}"), act("posts.rate", post.id, u.value))
            for u in Usefulness
        ]
    else:
        body.append(Note(say("posts.archived")))
    if post.version > 1:
        actions.append(Button(say("posts.versions"), act("posts.versions", post.id)))
    actions += _ways_out(post)
    return Card(
        title=Verbatim(post.piece.title), body=tuple(body), actions=tuple(actions[:BUTTONS])
    )


def retracted_card(post: Post) -> Card:
    """Say that a post was taken back and why; nothing of its text is left."""
    return Card(
        title=say("posts.retracted.title"),
        body=(
            Facts(((say("posts.was"), Verbatim(post.piece.title)),)),
            Paragraph(say("posts.retracted.why", note=post.note)),
        ),
        tone=Tone.WARNING,
    )


def explainer_card(explainer: str, piece: Piece) -> Card:
    """Show an explainer of the pack to one reader."""
    return Card(
        title=Verbatim(piece.title),
        body=_piece(piece, Label.EXPLAINER, full=True),
        actions=(Button(say("posts.sources"), act("posts.explainer_sources", explainer)),),
    )


def sources_card(piece: Piece) -> Card:
    """List what a text rests on, and whether somebody has checked it."""
    sources = piece.extras.sources[:BUTTONS]
    rows = tuple(
        (say("posts.source.nth", number=number), say(f"posts.source.{s.status}", title=s.title))
        for number, s in enumerate(sources, 1)
    )
    return Card(
        title=say("posts.sources.title"),
        body=(
            Paragraph(say("posts.sources.of", title=piece.title)),
            Facts(rows) if rows else Paragraph(say("posts.sources.none")),
        ),
        actions=tuple(
            LinkButton(say("posts.source.nth", number=number), s.url)
            for number, s in enumerate(sources, 1)
            if s.url.startswith("https://")
        ),
    )


def versions_card(post: Post, versions: tuple[Version, ...]) -> Card:
    """Show what a post said before it was corrected."""
    body: list[Block] = [Note(say("posts.versions.why", note=post.note))]
    for version in versions[:_VERSIONS]:
        by = say("posts.versions.nth", number=version.number, title=version.title)
        body.append(Quote(Verbatim(version.text[:_OLD_TEXT] or "…"), by=by))
    return Card(title=say("posts.versions.title"), body=tuple(body))


def _piece(piece: Piece, label: Label | None, *, full: bool) -> tuple[Block, ...]:
    body: list[Block] = []
    extras = piece.extras
    if extras.caution:
        body.append(Note(say("posts.caution", note=extras.caution)))
    body.append(Facts(_about(piece, label)))
    if full:
        body.append(Paragraph(Verbatim(piece.text)))
    elif piece.text:
        body.append(Quote(Verbatim(piece.text), by=say("posts.excerpt")))
    if extras.tries:
        tries = "\n".join(f"– {t}" for t in extras.tries)
        body.append(Paragraph(say("posts.try", tries=tries)))
    if extras.limits:
        body.append(Note(say("posts.limits", limits=extras.limits)))
    if piece.discuss:
        body += [Divider(), Paragraph(say("posts.discuss", question=piece.discuss))]
    return tuple(body)


def _about(piece: Piece, label: Label | None) -> tuple[tuple[Message, Slot], ...]:
    language = piece.language[:2].lower()
    rows: list[tuple[Message, Slot]] = []
    if label is not None:
        rows.append((say("posts.label"), say(f"posts.label.{label.value}")))
    given = (
        ("posts.source", piece.source),
        ("posts.author", piece.author),
        ("posts.licence", piece.licence),
        ("posts.link", "" if piece.link.startswith("https://") else piece.link),
    )
    rows += [(say(key), Verbatim(value)) for key, value in given if value]
    if language in _LANGUAGES:
        rows.append((say("posts.language"), say(f"posts.language.{language}")))
    return tuple(rows) or ((say("posts.source"), say("posts.source.unknown")),)


def _ways_out(post: Post) -> list[Control]:
    if post.piece.link.startswith("https://"):
        return [LinkButton(say("posts.read_on"), post.piece.link)]
    if post.piece.extras.sources:
        return [Button(say("posts.sources"), act("posts.sources", post.id))]
    return []


def _rated(tally: Tally) -> Block:
    counts = {u.value: tally.get(u, 0) for u in Usefulness}
    if not any(counts.values()):
        return Note(say("posts.unrated"))
    return Note(
        say(
            "posts.rated",
            useful=counts["useful"],
            partly=counts["partly"],
            little=counts["not"],
        )
    )
