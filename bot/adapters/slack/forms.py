"""Forms as Slack's modals, and what comes back from them. Nothing of a modal is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, assert_never

from bot.adapters.slack import limits
from bot.adapters.slack.pieces import Json, Reader
from bot.adapters.slack.render import Renderer, label, option, plain
from bot.core.cards import Card, Option
from bot.core.forms import (
    Answers,
    Consent,
    Corrections,
    Day,
    Field,
    Form,
    PickMany,
    PickOne,
    Words,
)
from bot.core.text import say, visible

VALUE: Final = "value"
SHOWN: Final = "slack.shown"
"""The callback_id of a modal that only shows a card."""
_YES: Final = "yes"


def modal(form: Form, reader: Reader, renderer: Renderer, community: str, *, origin: str) -> Json:
    """Draw ``form`` as a view. ``origin`` is an opaque token: where the form was asked for.

    Raises:
        ValueError: its words do not fit in this language.
    """
    intro = renderer.card(Card(title=form.title, body=form.intro), reader, community)["blocks"][1:]
    return {
        "type": "modal",
        "callback_id": renderer.signer.token(community, form.action),
        "title": label("title", reader.plain(form.title), limits.MODAL_TITLE),
        "submit": label("submit", reader.plain(form.submit), limits.MODAL_TITLE),
        "close": label("close", reader.plain(say("slack.close")), limits.MODAL_TITLE),
        "private_metadata": origin,
        "blocks": [*intro, *(_input(field, reader) for field in form.fields)],
    }


def sheet(drawn: Json, reader: Reader, *, origin: str) -> Json:
    """Show a drawn card as a modal: privately, and where there is no message to answer."""
    return {
        "type": "modal",
        "callback_id": SHOWN,
        "title": label("title", reader.plain(say("slack.sheet")), limits.MODAL_TITLE),
        "close": label("close", reader.plain(say("slack.close")), limits.MODAL_TITLE),
        "private_metadata": origin,
        "blocks": drawn["blocks"],
    }


def answers(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Answers:
    """Read ``view.state.values``. What is not of our shape is left out."""
    read: dict[str, str | tuple[str, ...]] = {}
    for name, fields in values.items():
        given = fields.get(VALUE)
        if given is None:
            continue
        match given.get("type"):
            case "plain_text_input":
                read[name] = str(given.get("value") or "")
            case "datepicker":
                read[name] = str(given.get("selected_date") or "")
            case "radio_buttons":
                read[name] = str((given.get("selected_option") or {}).get("value") or "")
            case "checkboxes":
                taken = given.get("selected_options") or []
                read[name] = tuple(str(one.get("value")) for one in taken)
            case _:
                continue
    return Answers(read)


def errors(wrong: Corrections, reader: Reader) -> dict[str, str]:
    """Write corrections as Slack shows them beside each field."""
    return {name: reader.plain(message)[: limits.ERROR] for name, message in wrong.fields}


def _input(field: Field, reader: Reader) -> Json:
    drawn: Json = {
        "type": "input",
        "block_id": field.name,
        "label": label("label", reader.plain(field.label), limits.MODAL_LABEL),
        "element": _element(field, reader),
        "optional": not isinstance(field, Consent) and not field.required,
    }
    hint = _hint(field, reader)
    return drawn | ({"hint": plain("hint", hint, limits.MODAL_LABEL)} if hint else {})


def _hint(field: Field, reader: Reader) -> str:
    """Return the small print below a field: of a consent, all that is agreed to."""
    if isinstance(field, Consent):
        return "" if _fits_a_box(field, reader) else reader.plain(field.statement)
    return "" if field.hint is None else reader.plain(field.hint)


def _fits_a_box(field: Consent, reader: Reader) -> bool:
    return len(" ".join(reader.plain(field.statement).split())) <= limits.LABEL


def _element(field: Field, reader: Reader) -> Json:
    match field:
        case Words():
            at_most = max(1, field.at_most)
            filled = visible(field.filled)[:at_most]
            return {
                "type": "plain_text_input",
                "action_id": VALUE,
                "multiline": field.long,
                "min_length": field.at_least if field.required else 0,
                "max_length": at_most,
                **({"initial_value": filled} if filled else {}),
            }
        case PickOne(options=options):
            chosen = [option(o, reader) for o in options if o.chosen][:1]
            return _picks("radio_buttons", options, reader) | (
                {"initial_option": chosen[0]} if chosen else {}
            )
        case PickMany(options=options):
            taken = [option(o, reader) for o in options if o.chosen]
            return _picks("checkboxes", options, reader) | (
                {"initial_options": taken} if taken else {}
            )
        case Day(filled=filled):
            return {
                "type": "datepicker",
                "action_id": VALUE,
                **({"initial_date": filled} if _is_a_day(filled) else {}),
            }
        case Consent():
            agreed = field.statement if _fits_a_box(field, reader) else field.label
            return _picks("checkboxes", (Option(_YES, agreed),), reader)
        case _:
            assert_never(field)


def _is_a_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _picks(kind: str, options: tuple[Option, ...], reader: Reader) -> Json:
    return {"type": kind, "action_id": VALUE, "options": [option(o, reader) for o in options]}
