"""Speaks the form over a procedure file: seven cards, and each thing of their lists."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request

from companion.atelier.actions import drafts as writer
from companion.atelier.forms import typed_block
from companion.atelier.queries.drafts import draft_of, review
from companion.atelier.rules import cards, editing
from companion.atelier.rules.fields import Field, form_of
from companion.atelier.rules.typed import NEW
from companion.atelier.views.desk import Desk, desk_of, show_cards
from companion.atelier.views.doors import bp, config, guide_or_begun
from companion.errors import NotHere
from companion.procedures.rules.procedure import Procedure
from companion.web.access import Door, opens_to
from companion.web.page import asked_block, go, page
from companion.web.tokens import check_form


@bp.get("/<name>/modifier")
@opens_to(Door.MEMBERS)
def show_draft(name: str) -> Response:
    """Show the seven cards of a guide, and what the lint says of the draft."""
    guide = guide_or_begun(name)
    draft = draft_of(config().drafts, guide)
    if not draft.value and draft.begun:
        return page("atelier/unreadable.html", 409, guide=guide, draft=draft, findings=review(draft))
    return show_cards(desk_of(name))


@bp.get("/<name>/modifier/<card>")
@opens_to(Door.MEMBERS)
def show_card(name: str, card: str) -> Response:
    """Show one card: its plain keys as a form, its lists with what each holds."""
    return _show_card(desk_of(name), _card(card))


def _card(name: str) -> cards.Card:
    if name not in cards.BY_NAME:
        raise NotHere
    return cards.BY_NAME[name]


def _show_card(desk: Desk, card: cards.Card, status: int = 200, fields: tuple[Field, ...] | None = None, error: str = "") -> Response:
    shown = (
        fields if fields is not None else form_of(Procedure, desk.draft.value, desk.draft.value, desk.names, card.keys) if card.keys else ()
    )
    lists = [(key, editing.things(desk.draft.value, key)) for key in card.lists]
    findings = desk.findings
    return page(
        "atelier/card.html",
        status,
        desk=desk,
        guide=desk.guide,
        card=card,
        cards=cards,
        fields=shown,
        lists=lists,
        here=editing.of_card(findings, card),
        elsewhere=len(findings) - len(editing.of_card(findings, card)),
        action=f"/atelier/{desk.guide.procedure.id}/modifier/{card.name}",
        error=error,
        saved=status == HTTPStatus.OK and request.method == "POST",
    )


def _plain_fields(desk: Desk, card: cards.Card, value: Mapping[str, Any]) -> tuple[Field, ...]:
    return form_of(Procedure, value, value, desk.names, card.keys) if card.keys else ()


@bp.post("/<name>/modifier/<card>")
@opens_to(Door.MEMBERS)
def save_card(name: str, card: str) -> Response:
    """Save the plain keys of a card, or move or remove one thing of its lists."""
    check_form()
    desk, shown = desk_of(name), _card(card)
    wanted = _card_as_typed(desk, shown)
    desk, refused = _save(desk, wanted)
    if refused:
        return _show_card(desk, shown, 409, _plain_fields(desk, shown, wanted), refused)
    if asked_block():
        return _show_card(desk, shown)
    return go(f"/atelier/{name}/modifier/{card}")


def _card_as_typed(desk: Desk, card: cards.Card) -> Mapping[str, Any]:
    """Return the file with one thing of the card moved or removed, or with its plain keys as they were typed."""
    moved = next((verb for verb in editing.VERBS if verb in request.form), "")
    if moved:
        return editing.moved(desk.draft.value, card.lists, moved, request.form[moved])
    return typed_block(Procedure, request.form, desk.draft.value, card.keys)


@bp.get("/<name>/modifier/<card>/<key>/<item>")
@opens_to(Door.MEMBERS)
def show_item(name: str, card: str, key: str, item: str) -> Response:
    """Show one thing of a list as a form."""
    desk, shown = desk_of(name), _card(card)
    value = _new_value(key) if item == NEW else _held(desk, shown, key, item)
    return _show_item(desk, shown, (key, item), value)


def _new_value(key: str) -> dict[str, Any]:
    kind = request.values.get("type", "")
    return {"type": kind if kind in cards.DEADLINES else "annuelle"} if key == "echeances" else {}


def _held(desk: Desk, card: cards.Card, key: str, item: str) -> dict[str, Any]:
    found = next((one for name, one in editing.named(desk.draft.value, key) if name == item), None) if key in card.lists else None
    if found is None:
        raise NotHere
    return found


def _show_item(  # noqa: PLR0913, PLR0917 (the page of one thing, wherever it stands)
    desk: Desk, card: cards.Card, where: tuple[str, str], value: Mapping[str, Any], status: int = 200, error: str = ""
) -> Response:
    key, item = where
    if key not in card.lists:
        raise NotHere
    findings = desk.findings
    here = editing.of_item(desk.draft.value, findings, key, item)
    return page(
        "atelier/item.html",
        status,
        desk=desk,
        guide=desk.guide,
        card=card,
        cards=cards,
        key=key,
        item=item,
        is_new=item == NEW,
        heading=cards.ADD[key] if item == NEW else editing.words_of(key, value, item),
        kind=value.get("type", ""),
        fields=form_of(cards.model_of(key, value), value, desk.draft.value, desk.names),
        here=here,
        elsewhere=len(findings) - len(here),
        action=f"/atelier/{desk.guide.procedure.id}/modifier/{card.name}/{key}/{item}",
        error=error,
        saved=status == HTTPStatus.OK and request.method == "POST",
    )


@bp.post("/<name>/modifier/<card>/<key>/<item>")
@opens_to(Door.MEMBERS)
def save_item(name: str, card: str, key: str, item: str) -> Response:
    """Save one thing of a list, at once; a new one is named from its words."""
    check_form()
    desk, shown = desk_of(name), _card(card)
    typed = _item_as_typed(_new_value(key) if item == NEW else _held(desk, shown, key, item), key)
    wanted, own = editing.with_item(desk.draft.value, key, "" if item == NEW else item, typed)
    if not own:
        return _show_item(desk, shown, (key, item), typed, 422, editing.NOTHING_TYPED)
    desk, refused = _save(desk, wanted)
    if refused:
        return _show_item(desk, shown, (key, item), typed, 409, refused)
    if asked_block():
        return _show_item(desk, shown, (key, item), _held(desk, shown, key, item))
    return go(f"/atelier/{name}/modifier/{card}#{key}-{own}")


def _item_as_typed(before: Mapping[str, Any], key: str) -> dict[str, Any]:
    return typed_block(cards.model_of(key, before), request.form, before)


def _save(desk: Desk, wanted: Mapping[str, Any]) -> tuple[Desk, str]:
    """Write the draft, unless something else was written since this page was shown; return the desk as it is now, and why not.

    The same thing saved twice disturbs nobody.
    """
    stale = request.form.get("vu", "") != desk.draft.mark and wanted != desk.draft.value
    refused = writer.SAME_TIME if stale else writer.save_draft(desk.draft, wanted)
    return Desk(desk.guide, draft_of(config().drafts, desk.guide)), refused
