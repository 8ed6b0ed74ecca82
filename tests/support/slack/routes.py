"""The stand-in's Web API: the methods that the bot uses, with Slack's refusals."""

from collections.abc import Callable
from typing import Any

from tests.support.slack.world import Channel, Message, View, Workspace, World, new

Json = dict[str, Any]


class Refusal(Exception):
    """What Slack answers instead."""

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(error)


Handle = Callable[[World, Workspace, Json], Json]
METHODS: dict[str, Handle] = {}


def method(name: str) -> Callable[[Handle], Handle]:
    def add(handle: Handle) -> Handle:
        METHODS[name] = handle
        return handle

    return add


def _channel(world: World, workspace: Workspace, given: Json) -> Channel:
    found = world.channels.get(str(given["channel"]))
    if found is None or found.team != workspace.id:
        raise Refusal("channel_not_found")
    if found.archived:
        raise Refusal("is_archived")
    return found


def _files_exist(world: World, given: Json) -> None:
    for block in given.get("blocks") or []:
        if block["type"] == "image":
            file = world.files.get(block["slack_file"]["id"])
            if file is None or not file["complete"]:
                raise Refusal("invalid_blocks")


@method("auth.test")
def auth_test(world: World, workspace: Workspace, given: Json) -> Json:
    return {"team_id": workspace.id, "user_id": workspace.bot_user, "bot_id": workspace.bot}


@method("chat.postMessage")
def post(world: World, workspace: Workspace, given: Json) -> Json:
    channel = _channel(world, workspace, given)
    if channel.members and workspace.bot_user not in channel.members and not channel.everyone:
        raise Refusal("not_in_channel")
    if channel.with_user and not world.users[channel.with_user].takes_messages:
        raise Refusal("messages_tab_disabled")
    _files_exist(world, given)
    made = world.add(
        Message(
            body={k: given[k] for k in ("blocks", "text", "metadata") if k in given},
            team=workspace.id,
            channel=channel.id,
            thread=str(given.get("thread_ts") or ""),
            by=workspace.bot_user,
        )
    )
    return {"channel": channel.id, "ts": made.ts, "message": made.json()}


@method("chat.update")
def update(world: World, workspace: Workspace, given: Json) -> Json:
    channel = _channel(world, workspace, given)
    found = world.find(channel.id, str(given["ts"]))
    if found is None:
        raise Refusal("message_not_found")
    if found.by != workspace.bot_user:
        raise Refusal("cant_update_message")
    _files_exist(world, given)
    found.body = found.body | {k: given[k] for k in ("blocks", "text") if k in given}
    found.edits += 1
    return {"channel": channel.id, "ts": found.ts, "text": ""}


@method("chat.delete")
def delete(world: World, workspace: Workspace, given: Json) -> Json:
    channel = _channel(world, workspace, given)
    found = world.find(channel.id, str(given["ts"]))
    if found is None:
        raise Refusal("message_not_found")
    found.gone = True
    return {"channel": channel.id, "ts": found.ts}


@method("chat.postEphemeral")
def whisper(world: World, workspace: Workspace, given: Json) -> Json:
    channel, user = _channel(world, workspace, given), str(given["user"])
    if not channel.everyone and user not in channel.members:
        raise Refusal("user_not_in_channel")
    if user not in world.users:
        raise Refusal("user_not_in_channel")
    made = world.add(
        Message(
            body={k: given[k] for k in ("blocks", "text") if k in given},
            team=workspace.id,
            channel=channel.id,
            thread=str(given.get("thread_ts") or ""),
            by=workspace.bot_user,
            only_for=user,
        )
    )
    world.came(user, made)
    return {"message_ts": made.ts}


@method("conversations.open")
def open_letters(world: World, workspace: Workspace, given: Json) -> Json:
    user = world.users.get(str(given["users"]))
    if user is None or user.team != workspace.id:
        raise Refusal("user_not_found")
    found = next((c for c in world.channels.values() if c.with_user == user.id), None)
    if found is None:
        found = Channel(new("D"), workspace.id, "", {user.id}, with_user=user.id)
        world.channels[found.id] = found
    return {"channel": {"id": found.id}}


@method("conversations.history")
def history(world: World, workspace: Workspace, given: Json) -> Json:
    channel = _channel(world, workspace, given)
    newest = list(reversed(world.shown_in(channel.id)))[: int(given.get("limit") or 100)]
    return {"messages": [m.json() for m in newest]}


@method("conversations.replies")
def replies(world: World, workspace: Workspace, given: Json) -> Json:
    channel = _channel(world, workspace, given)
    parent = world.find(channel.id, str(given["ts"]))
    if parent is None:
        raise Refusal("thread_not_found")
    below = world.shown_in(channel.id, str(given["ts"]))
    return {"messages": [m.json() for m in [parent, *below]]}


def _triggered(world: World, given: Json) -> str:
    """Use a trigger up. On Slack it lives for three seconds; here until a test takes it away."""
    user = world.triggers.pop(str(given["trigger_id"]), "")
    if not user:
        raise Refusal("exchanged_trigger_id")
    return user


@method("views.open")
def open_view(world: World, workspace: Workspace, given: Json) -> Json:
    return _opened(world, workspace, given, below=None)


@method("views.push")
def push_view(world: World, workspace: Workspace, given: Json) -> Json:
    user = world.triggers.get(str(given["trigger_id"]), "")
    stack = [v for v in world.views.values() if v.user == user and not v.closed]
    if len(stack) >= 3:
        raise Refusal("push_limit_reached")
    return _opened(world, workspace, given, below=stack[-1] if stack else None)


def _opened(world: World, workspace: Workspace, given: Json, below: View | None) -> Json:
    user = _triggered(world, given)
    if below is None:
        for view in world.views.values():
            view.closed = view.closed or view.user == user
    made = View(body=given["view"], team=workspace.id, user=user, below=below)
    world.views[made.id] = made
    world.came(user, made)
    return {"view": made.json()}


@method("views.update")
def update_view(world: World, workspace: Workspace, given: Json) -> Json:
    found = world.views.get(str(given.get("view_id")))
    if found is None or found.closed:
        raise Refusal("not_found")
    found.change(given["view"])
    world.came(found.user, found)
    return {"view": found.json()}


@method("views.publish")
def publish(world: World, workspace: Workspace, given: Json) -> Json:
    user = str(given["user_id"])
    home = world.homes.get(user) or View(body={}, team=workspace.id, user=user)
    home.change(given["view"])
    world.homes[user] = world.views[home.id] = home
    return {"view": home.json()}


@method("users.info")
def user_info(world: World, workspace: Workspace, given: Json) -> Json:
    user = world.users.get(str(given["user"]))
    if user is None:
        raise Refusal("user_not_found")
    about = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "locale": user.locale,
        "tz": user.zone,
        "is_admin": user.admin,
        "is_owner": False,
        "is_stranger": user.stranger,
    }
    return {"user": about}


@method("usergroups.list")
def groups(world: World, workspace: Workspace, given: Json) -> Json:
    listed = [
        {
            "id": group,
            "team_id": workspace.id,
            "handle": world.handles.get(group, group),
            "users": sorted(users),
        }
        for group, users in world.groups[workspace.id].items()
    ]
    return {"usergroups": listed}


@method("users.conversations")
def rooms(world: World, workspace: Workspace, given: Json) -> Json:
    ours = [c for c in world.channels.values() if c.team == workspace.id and not c.with_user]
    return {"channels": [{"id": c.id, "name": c.name} for c in ours]}


@method("files.getUploadURLExternal")
def upload_begins(world: World, workspace: Workspace, given: Json) -> Json:
    file = new("F")
    world.files[file] = {
        "name": given["filename"],
        "length": int(given["length"]),
        "alt": given.get("alt_text") or given.get("alt_txt"),
        "content": None,
        "complete": False,
        "team": workspace.id,
    }
    return {"upload_url": f"{given['base']}/upload/{file}", "file_id": file}


@method("files.completeUploadExternal")
def upload_ends(world: World, workspace: Workspace, given: Json) -> Json:
    for asked in given["files"]:
        file = world.files[asked["id"]]
        if file["content"] is None or len(file["content"]) != file["length"]:
            raise Refusal("file_not_found")
        file["complete"] = True
        file["channel"], file["thread"] = given.get("channel_id"), given.get("thread_ts")
    return {"files": given["files"]}


@method("oauth.v2.access")
def access(world: World, workspace: Workspace, given: Json) -> Json:
    if given.get("grant_type") == "refresh_token":
        found = next(
            (w for w in world.workspaces.values() if w.refresh == given["refresh_token"]), None
        )
        if found is None or not found.refresh:
            raise Refusal("invalid_refresh_token")
        found.token, found.refresh = f"xoxe.xoxb-{new('K')}", f"xoxe-{new('K')}"
        return _granted(found)
    if given.get("client_secret") != "client-secret":
        raise Refusal("bad_client_secret")
    code = world.codes.pop(str(given.get("code")), None)
    if code is None:
        raise Refusal("invalid_code")
    granted = _granted(world.workspaces[code["team"]])
    if "organization" in code:
        whole = {"enterprise": {"id": code["organization"]}, "is_enterprise_install": True}
        return granted | {"team": None} | whole
    return granted


def _granted(workspace: Workspace) -> Json:
    rotating = {"refresh_token": workspace.refresh, "expires_in": 43_200}
    return {
        "access_token": workspace.token,
        "token_type": "bot",
        "bot_user_id": workspace.bot_user,
        "team": {"id": workspace.id, "name": "Riverbend"},
        "enterprise": None,
        **(rotating if workspace.refresh else {}),
    }
