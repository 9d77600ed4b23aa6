"""views.*: modals and Homes."""

from bot.sandbox.calls import Call, method
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json


@method("views.open", per_minute=100)
def open_view(call: Call) -> Json:
    """Open a modal for whoever gave the trigger."""
    call.need("trigger_id", "view")
    opened = call.sandbox.screens.open(call.text("trigger_id"), call.value("view"))
    return {"view": call.sandbox.payloads.view(opened)}


@method("views.push", per_minute=100)
def push(call: Call) -> Json:
    """Put a modal on top of the one in which the trigger arose."""
    call.need("trigger_id", "view")
    opened = call.sandbox.screens.push(call.text("trigger_id"), call.value("view"))
    return {"view": call.sandbox.payloads.view(opened)}


@method("views.update", per_minute=100)
def update(call: Call) -> Json:
    """Change an open view, named by its id or its external id; with a hash, only when nobody changed it since."""
    call.need("view")
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if bool(view_id) == bool(external_id):
        raise SlackError("invalid_arguments", "[ERROR] must provide either view_id or external_id")
    opened = call.sandbox.screens.update(call.value("view"), view_id, external_id, call.text("hash"))
    return {"view": call.sandbox.payloads.view(opened)}


@method("views.publish", per_minute=100)
def publish(call: Call) -> Json:
    """Show a Home to one person."""
    call.need("user_id", "view")
    if not call.sandbox.home_tab:
        raise SlackError("not_enabled")
    person = call.person("user_id", "invalid_arguments")
    if person.is_bot or person.deleted or person.is_stranger:
        raise SlackError("invalid_arguments", "[ERROR] invalid `user_id` [json-pointer:/user_id]")
    opened = call.sandbox.screens.publish(person, call.value("view"), call.text("hash"))
    return {"view": call.sandbox.payloads.view(opened)}
