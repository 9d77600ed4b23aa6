"""users.*, usergroups.*, team.* and auth.test: who is who."""

from bot.sandbox.calls import Call, method
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json, Person

LIST_WITHOUT_LIMIT = 1000


@method("auth.test", per_minute=300)
def auth_test(call: Call) -> Json:
    """Whose token this is."""
    workspace = call.sandbox.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/", "team": workspace.name, "user": call.sandbox.bot_user.handle,
        "team_id": workspace.team_id, "user_id": call.sandbox.bot_user_id, "bot_id": call.sandbox.bot_id,
        "is_enterprise_install": False,
    }  # fmt: skip


@method("apps.connections.open", per_minute=20, kind="app")
def connections_open(call: Call) -> Json:
    """A one-time address for a socket."""
    return {"url": call.sandbox.sockets.ticket()}


@method("team.info", "team:read", per_minute=50)
def team_info(call: Call) -> Json:
    """The workspace itself."""
    workspace = call.sandbox.workspace
    if call.text("team", workspace.team_id) != workspace.team_id:
        raise SlackError("team_not_found")
    team = {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain, "email_domain": "",
            "icon": {"image_default": True}}  # fmt: skip
    return {"team": team}


@method("users.list", "users:read", per_minute=20)
def users_list(call: Call) -> Json:
    """Everybody of the workspace, bots and deactivated accounts included, people of other organisations not."""
    people = [p for p in call.sandbox.workspace.people.values() if not p.is_stranger]
    if not call.args.get("limit") and len(people) > LIST_WITHOUT_LIMIT:
        raise SlackError("limit_required")
    page, metadata = call.page(people, LIST_WITHOUT_LIMIT)
    members = [_user(call, person) for person in page]
    return {"members": members, "cache_ts": int(call.sandbox.clock.now().timestamp()), "response_metadata": metadata}


@method("users.info", "users:read", per_minute=100)
def users_info(call: Call) -> Json:
    """One person; people of other organisations too, when a shared channel makes them known."""
    call.need("user")
    return {"user": _user(call, call.person("user"))}


@method("users.lookupByEmail", "users:read.email", per_minute=50)
def lookup_by_email(call: Call) -> Json:
    """The person with an e-mail address."""
    call.need("email")
    call.need_scope("users:read")
    wanted = call.text("email").lower()
    for person in call.sandbox.workspace.people.values():
        if person.email and person.email.lower() == wanted and not person.is_stranger and not person.deleted:
            return {"user": _user(call, person)}
    raise SlackError("users_not_found")


@method("users.profile.get", "users.profile:read", per_minute=100)
def profile_get(call: Call) -> Json:
    """The profile of a person with the custom fields that are filled in."""
    person = call.person("user") if call.text("user") else call.sandbox.bot_user
    profile = call.sandbox.payloads.user(person, email="users:read.email" in call.sandbox.scopes)["profile"]
    profile["fields"] = {
        field_id: {"value": value, "alt": ""} for field_id, value in person.profile_fields.items() if value
    }
    return {"profile": profile}


@method("team.profile.get", "users.profile:read", per_minute=50)
def team_profile_get(call: Call) -> Json:
    """The custom profile fields that the workspace has."""
    return {"profile": {"fields": list(call.sandbox.workspace.profile_fields.values()), "sections": []}}


@method("usergroups.list", "usergroups:read", per_minute=20)
def usergroups_list(call: Call) -> Json:
    """The user groups; a free workspace has none."""
    _paid(call)
    groups = []
    for group in call.sandbox.workspace.usergroups.values():
        made = {**group, "team_id": call.sandbox.team_id, "is_usergroup": True, "user_count": len(group["users"]),
                "date_delete": 0}  # fmt: skip
        if not call.flag("include_users"):
            made.pop("users")
        groups.append(made)
    return {"usergroups": groups}


@method("usergroups.users.list", "usergroups:read", per_minute=20)
def usergroups_users_list(call: Call) -> Json:
    """Who is in a user group."""
    _paid(call)
    call.need("usergroup")
    group = call.sandbox.workspace.usergroups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group["users"])}


def _paid(call: Call) -> None:
    if call.sandbox.workspace.plan == "free":
        raise SlackError("plan_upgrade_required")


def _user(call: Call, person: Person) -> Json:
    email = "users:read.email" in call.sandbox.scopes
    return call.sandbox.payloads.user(person, locale=call.flag("include_locale"), email=email)
