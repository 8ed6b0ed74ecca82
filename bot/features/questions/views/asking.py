"""What someone who asks sees: the form, what is like it, who will see what, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.actions import act
from bot.core.cards import (
    Block,
    Button,
    Card,
    Divider,
    Facts,
    Note,
    Option,
    Paragraph,
    Quote,
    Style,
    Tone,
)
from bot.core.communities import MINIMUM_AGE
from bot.core.forms import Answers, Corrections, Form, PickOne, Words
from bot.core.ports import Concern
from bot.core.routes import Found
from bot.core.text import Message, Verbatim, say, shorten
from bot.features.questions.model import WORDS, Draft, Naming, Topic
from bot.features.questions.service.asking import Sent
from bot.features.questions.views.reach import readable

_PREVIEW: Final = 1_500
_CONCERNS: Final = 4


def ask_form(
    *,
    words: str = "",
    topic: Topic = Topic.OTHER,
    naming: Naming = Naming.ANONYMOUS,
    public: bool = True,
    instead_of: str = "",
    named_only: Message | None = None,
    minimum_age: int = MINIMUM_AGE,
) -> Form:
    """Ask for a question. Anonymous comes first, unless nobody could promise it here."""
    ways = [Naming.NAMED] if named_only else list(Naming)
    naming = naming if naming in ways else ways[0]
    name_field: tuple[PickOne, ...] = ()
    if len(ways) > 1:
        name_field = (
            PickOne(
                name="naming",
                label=say("questions.ask.naming"),
                options=tuple(
                    Option(w.value, say(f"questions.naming.{w.value}"), chosen=w is naming)
                    for w in ways
                ),
            ),
        )
    intro: tuple[Block, ...] = (Note(say("questions.ask.intro", age=minimum_age)),)
    if named_only:
        intro = (Note(named_only), *intro)
    return Form(
        title=say("questions.ask.title"),
        fields=(
            Words(
                name="words",
                label=say("questions.ask.words"),
                hint=say("questions.ask.words.hint"),
                at_most=WORDS,
                filled=words,
            ),
            PickOne(
                name="topic",
                label=say("questions.ask.topic"),
                options=tuple(
                    Option(t.value, say(f"questions.topic.{t.value}"), chosen=t is topic)
                    for t in Topic
                ),
            ),
            *name_field,
            PickOne(
                name="public",
                label=say("questions.ask.public"),
                hint=say("questions.ask.public.hint"),
                options=(
                    Option("yes", say("questions.ask.public.yes"), chosen=public),
                    Option("no", say("questions.ask.public.no"), chosen=not public),
                ),
            ),
        ),
        action=act("questions.ask", instead_of) if instead_of else act("questions.ask"),
        submit=say("questions.ask.submit"),
        intro=intro,
    )


def unsaved_card(words: str, concerns: Sequence[Concern]) -> Card:
    """Offer help although nothing could be kept, and hand the words back."""
    return Card(
        title=say("core.refused.title"),
        body=(
            *_offered(concerns),
            Paragraph(say("errors.not_saved")),
            Note(say("core.words_back")),
            Quote(Verbatim(shorten(words, _PREVIEW))),
        ),
        tone=Tone.WARNING,
    )


def similar_card(draft: Draft, found: Sequence[Found], concerns: Sequence[Concern] = ()) -> Card:
    """Offer what was answered already, before anything is sent; help first, where it fits."""
    body: list[Block] = [
        *_offered(concerns),
        Paragraph(say("questions.similar.body")),
        *(Quote(Verbatim(shorten(t.gist.words, 400)), by=_titled(t)) for t in found),
    ]
    actions = (
        Button(say("questions.similar.still"), act("questions.preview", draft.id), Style.MAIN),
        Button(say("questions.similar.solved"), act("questions.solved", draft.id)),
    )
    return Card(
        title=say("questions.similar.title"),
        body=tuple(body),
        actions=(*readable(found), *actions),
    )


def preview_card(
    draft: Draft,
    *,
    platform: str,
    concerns: Sequence[Concern] = (),
    alone: bool = False,
    another_language: bool = False,
) -> Card:
    """Say who will see what, show it as it will be published, and offer help where it fits."""
    naming = draft.naming
    offered = _offered(concerns)
    notes: list[Block] = []
    if alone and naming is not Naming.NAMED:
        notes.append(Note(say("questions.preview.alone")))
    if another_language:
        notes.append(Note(say("questions.preview.another_language")))
    who = say(f"questions.who.{naming.value}", platform=say(f"questions.platform.{platform}"))
    shown = say("questions.preview.public" if draft.public else "questions.preview.private")
    return Card(
        title=say("questions.preview.title"),
        body=(
            *offered,
            Quote(
                Verbatim(shorten(draft.words, _PREVIEW)),
                by=say(f"questions.preview.by.{naming.value}"),
            ),
            Facts(
                (
                    (say("questions.ask.topic"), say(f"questions.topic.{draft.topic.value}")),
                    (say("questions.preview.shown"), shown),
                )
            ),
            Paragraph(who),
            *notes,
        ),
        actions=(
            Button(say("questions.preview.send"), act("questions.send", draft.id), Style.MAIN),
            Button(say("questions.preview.change"), act("questions.change", draft.id)),
            Button(say("questions.preview.drop"), act("questions.drop", draft.id)),
        ),
        tone=Tone.WARNING if offered else Tone.PLAIN,
    )


def receipt_card(sent: Sent, naming: Naming | None) -> Card:
    """Show the receipt, once. ``naming`` is unknown when an earlier sending is repeated."""
    told: tuple[Block, ...] = ()
    if naming is Naming.NOTIFY:
        told = (Paragraph(say("questions.receipt.notify")),)
    if naming is Naming.NAMED:
        told = (Paragraph(say("questions.receipt.named")),)
    return Card(
        title=say("questions.receipt.title"),
        body=(
            Paragraph(say("questions.receipt.body")),
            Facts(((say("questions.receipt.code"), sent.receipt),)),
            Note(say("questions.receipt.keep")),
            *told,
            Paragraph(say("questions.receipt.next")),
        ),
        tone=Tone.GOOD,
    )


def dropped_card() -> Card:
    """Say that nothing was kept."""
    return Card(
        title=say("questions.dropped.title"), body=(Paragraph(say("questions.dropped.body")),)
    )


def solved_card() -> Card:
    """Say that nothing was sent, because the answer was there."""
    return Card(
        title=say("questions.solved.title"),
        body=(Paragraph(say("questions.solved.body")),),
        tone=Tone.GOOD,
    )


def words_needed(answers: Answers) -> Corrections | None:
    """Ask for words where only a link or only signs were given."""
    return None if has_words(answers.words("words")) else _NO_WORDS


_NO_WORDS: Final = Corrections((("words", say("errors.question_no_words")),))


def has_words(text: str) -> bool:
    """Whether ``text`` holds at least two words besides links."""
    said = [part for part in text.split() if "://" not in part and not part.startswith("www.")]
    letters = ["".join(c for c in part if c.isalpha()) for part in said]
    return len([w for w in letters if w]) > 1 or any(_dense(w) for w in letters)


def _dense(word: str) -> bool:
    """Whether one unbroken word is a sentence: in scripts that write without blanks."""
    return len(word) > 3 and any(c > "\u2e7f" for c in word)  # noqa: PLR2004


def _offered(concerns: Sequence[Concern]) -> tuple[Block, ...]:
    """Show what the gate offers, and that it blocks nothing."""
    offered = [b for c in concerns[:_CONCERNS] for b in c.blocks][:_CONCERNS]
    if not offered:
        return ()
    return (*offered, Note(say("questions.preview.not_blocked")), Divider())


def _titled(thing: Found) -> Message:
    return say("questions.similar.one", title=Verbatim(shorten(thing.title.words, 100)))
