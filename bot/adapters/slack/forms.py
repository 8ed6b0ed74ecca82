"""Forms as Slack's modals, and what comes back from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, assert_never

from bot.adapters.slack import limits
from bot.adapters.slack.pieces import Json, Reader
from bot.adapters.slack.render import Renderer, option, plain
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
from bot.core.text import say

VALUE: Final = "value"
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
        "title": plain("title", reader.plain(form.title), limits.MODAL_TITLE),
        "submit": plain("submit", reader.plain(form.submit), limits.MODAL_TITLE),
        "close": plain("close", reader.plain(say("slack.close")), limits.MODAL_TITLE),
        "private_metadata": origin,
        "blocks": [*intro, *(_input(field, reader) for field in form.fields)],
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
        "label": plain("label", reader.plain(field.label), limits.MODAL_LABEL),
        "element": _element(field, reader),
        "optional": not isinstance(field, Consent) and not field.required,
    }
    if not isinstance(field, Consent) and field.hint is not None:
        drawn["hint"] = plain("hint", reader.plain(field.hint), limits.MODAL_LABEL)
    return drawn


def _element(field: Field, reader: Reader) -> Json:
    match field:
        case Words():
            return {
                "type": "plain_text_input",
                "action_id": VALUE,
                "multiline": field.long,
                "min_length": field.at_least if field.required else 0,
                "max_length": max(1, field.at_most),
                **({"initial_value": field.filled[: field.at_most]} if field.filled else {}),
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
                **({"initial_date": filled} if filled else {}),
            }
        case Consent(statement=statement):
            return _picks("checkboxes", (Option(_YES, statement),), reader)
        case _:
            assert_never(field)


def _picks(kind: str, options: tuple[Option, ...], reader: Reader) -> Json:
    return {"type": kind, "action_id": VALUE, "options": [option(o, reader) for o in options]}
