"""The page of the sandbox: a browser's view of the workspace, for whoever wants to be one of its people."""

import asyncio
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import page_view as view
from bot.sandbox.model import Json, Person
from bot.sandbox.page_acts import Acts
from bot.sandbox.page_blocks import KNOWN_BLOCKS
from bot.sandbox.page_guide import Note
from bot.sandbox.page_people import everybody, groups_of, places_of, reader_of, who
from bot.sandbox.page_state import PageState
from bot.sandbox.page_texts import LANGUAGES, language_of, words
from bot.sandbox.server import is_loopback

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

FOLDER = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GREETING_SECONDS = 0.6
"""How long a page waits for what the bot does when somebody enters; what comes later is shown when it comes."""

REFUSED, CLOSED = 403, 503
PARTS = ("nav", "people", "main", "modal", "wire", "clock")


def routes(sandbox: "Sandbox") -> list[BaseRoute]:
    """The routes to mount beside the Web API."""
    page = Page(sandbox)
    return [
        Route("/", page.enter, methods=["GET"]),
        Mount("/page/static", StaticFiles(directory=FOLDER / "static")),
        Route("/page/wire/{key}", page.exchange, methods=["GET"]),
        Route("/page/live/as/{handle}/{place:path}", page.live, methods=["GET"]),
        Route("/as/{handle}/{place:path}", page.show, methods=["GET"]),
        Route("/as/{handle}/{place:path}", page.act, methods=["POST"]),
    ]


@cache
def templates() -> Environment:
    """The templates, with every value escaped."""
    loader = FileSystemLoader(FOLDER / "templates")
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals["known"] = KNOWN_BLOCKS
    return made


class Page:
    """Answers the browser. Every answer is for this machine's own pages alone."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._state = PageState()

    # Requests

    async def enter(self, request: Request) -> Response:
        """The front door: the person of the first hint, else the first by name."""
        if refusal := self._refused(request):
            return refusal
        hinted = [note.person for note in self._sandbox.notes if isinstance(note, Note) and note.person]
        people = everybody(self._sandbox)
        if not people:
            return PlainTextResponse("Nobody is in this workspace yet.", CLOSED)
        first = self._person(str(hinted[0].handle if isinstance(hinted[0], Person) else hinted[0])) if hinted else None
        return RedirectResponse(f"/as/{(first or people[0]).handle}/messages", 303)

    async def show(self, request: Request) -> Response:
        """A whole page; the bot is told that this person has come."""
        look = self._look(request)
        if isinstance(look, Response):
            return look
        if look.place in {"home", "messages"}:
            greeting = self._sandbox.deliveries.spawn(self._sandbox.as_(look.person).open_home(look.place))
            if greeting is not None:
                await asyncio.wait({greeting}, timeout=GREETING_SECONDS)
        return _guarded(HTMLResponse(self._render(look, request)))

    async def live(self, request: Request) -> Response:
        """The parts that have changed since the browser last looked."""
        look = self._look(request)
        if isinstance(look, Response):
            return look if look.status_code in {REFUSED, CLOSED} else _guarded(JSONResponse({"goto": "/"}))
        return _guarded(JSONResponse(self._changes(look, request.query_params.get("have", ""))))

    async def exchange(self, request: Request) -> Response:
        """What was said in one exchange on the wire."""
        if refusal := refused(request):
            return refusal
        found = view.exchange(self._sandbox, request.path_params["key"], words(_language(request)))
        if found is None:
            return PlainTextResponse("That exchange is no longer kept.", 404)
        return _guarded(HTMLResponse(templates().get_template("_exchange.html").render(found)))

    async def act(self, request: Request) -> Response:
        """Something that this person does."""
        look = self._look(request)
        if isinstance(look, Response):
            return look
        form = await request.form()
        scripted = "json" in request.headers.get("accept", "")
        act = str(form.get("sb-act") or "")
        await Acts(look, form, patient=not scripted).do()
        leaving = act == "reset" and form.get("sb-confirm") == "yes"
        answer: Response = RedirectResponse("/" if leaving else look.here, 303)
        if scripted:
            answer = JSONResponse(
                {"goto": "/"} if leaving else self._after(request, act, str(form.get("sb-have") or ""))
            )
        return _guarded(_with_cookies(answer, act, str(form.get("sb-lang") or "")))

    # Inside

    def _refused(self, request: Request) -> Response | None:
        """The refusal for who may not enter, or not yet."""
        if (refusal := refused(request)) or not self._sandbox.opening:
            return refusal
        t = words(_language(request))
        waiting = templates().get_template("waiting.html").render(t=t, title=t.said(self._sandbox.title) or t.title)
        return _guarded(HTMLResponse(waiting, CLOSED))

    def _person(self, handle: str) -> Person | None:
        return next((p for p in everybody(self._sandbox) if handle in {p.handle, p.id, p.email}), None)

    def _look(self, request: Request, *, editing: bool = True) -> view.Look | Response:
        if refusal := self._refused(request):
            return refusal
        person = self._person(request.path_params["handle"])
        if person is None:
            return RedirectResponse("/", 303)
        query = request.query_params
        look = view.Look(
            self._sandbox, self._state, person, request.path_params["place"], reader_of(self._sandbox, person),
            words(_language(request)), query.get("edit", "") if editing else "", "all" in query, query.get("wire", ""),
        )  # fmt: skip
        self._state.start(self._sandbox.workspace)
        try:
            channel = look.channel
        except LookupError:
            return RedirectResponse(f"/as/{person.handle}/messages", 303)
        if channel is not None:
            self._state.read(self._sandbox.workspace, person, channel.id)
        return look

    def _after(self, request: Request, act: str, have: str) -> Json:
        look = self._look(request, editing=act != "edit")
        if isinstance(look, Response):
            return {"goto": "/"}
        return self._changes(look, have) | ({"url": look.here} if act == "edit" else {})

    def _changes(self, look: view.Look, have: str) -> Json:
        known = _known(have)
        version = self._version(look)
        if known.get("version") == version and not self._state.notices.keys() & {look.person.id, ""}:
            return {}
        parts = self._parts(look)
        hashes = {name: _hash(html) for name, html in parts.items()}
        changed = {name: html for name, html in parts.items() if known.get(name) != hashes[name]}
        if notice := self._state.notice(look.person):
            changed["notice"] = templates().get_template("_notice.html").render(notice=notice)
        return {"parts": changed, "hashes": hashes | {"version": version}}

    def _version(self, look: view.Look) -> str:
        minute = look.reader.now.replace(second=0, microsecond=0).isoformat()
        asked = (look.here, look.editing, look.everything, look.wire_filter, look.words.lang)
        return _hash(repr((self._sandbox.workspace.version, self._state.version, minute, asked)))

    def _context(self, look: view.Look) -> Json:
        sandbox, state = self._sandbox, self._state
        dm = sandbox.workspace.dm(sandbox.bot_user_id, look.person.id)
        channels = places_of(sandbox, look.person)
        unread = {c.name: state.unread(sandbox.workspace, look.person, c.id) for c in channels}
        return {
            "t": look.words, "here": look.here, "place": look.place, "me": who(look.person), "channels": channels,
            "unread": unread | {"messages": state.unread(sandbox.workspace, look.person, dm.id)},
            "groups": groups_of(sandbox, state, look.person, look.words), "heading": self._heading(look),
            "home": view.home(look), "modal": view.modal(look), "confirm": state.confirms.get(look.person.id),
            "wire": view.wire(look), "clock": view.clock(look), **view.conversation(look),
        }  # fmt: skip

    def _parts(self, look: view.Look) -> dict[str, str]:
        context = self._context(look)
        return {name: templates().get_template(f"_{name}.html").render(context) for name in PARTS}

    def _render(self, look: view.Look, request: Request) -> str:
        version = self._version(look)
        parts = self._parts(look)
        hashes = {name: _hash(html) for name, html in parts.items()} | {"version": version}
        t = look.words
        shown = request.cookies.get("sb-guide") != "off"
        return templates().get_template("page.html").render(
            t=t, lang=t.lang, lang_tag=t.lang.replace("_", "-"), languages=LANGUAGES, here=look.here, place=look.place,
            title=t.said(self._sandbox.title) or t.title, me=who(look.person), clock=view.clock(look),
            parts={name: Markup(html) for name, html in parts.items()}, hashes=json.dumps(hashes),  # noqa: S704
            heading=self._heading(look), subheading=self._subheading(look), notes=self._notes(look) if shown else [],
            commands=sorted(self._sandbox.commands.values(), key=lambda c: str(c["command"])),
            shortcuts=view.global_shortcuts(look), wire_filter=look.wire_filter, composer_hint=t.composer,
            can_reset=self._sandbox.on_reset is not None, notice=self._state.notice(look.person),
        )  # fmt: skip

    def _heading(self, look: view.Look) -> str:
        if look.place.startswith("channels/"):
            return "#" + look.place.removeprefix("channels/")
        return look.words.home if look.place == "home" else str(self._sandbox.bot_user.name)

    def _subheading(self, look: view.Look) -> str:
        channel = look.channel
        if channel is None:
            return look.words.fill("home_of", name=look.person.name)
        if channel.kind == "dm":
            return look.words.fill("dm_with", name=look.person.name)
        return look.words.fill("members", count=len(channel.members))

    def _notes(self, look: view.Look) -> list[Json]:
        made: list[Json] = []
        for note in self._sandbox.notes:
            if not isinstance(note, Note):
                note = Note(note)  # noqa: PLW2901  # a host may give bare texts
            person = self._person(note.person.handle if isinstance(note.person, Person) else note.person)
            href = f"/as/{person.handle}/{note.place}" if person else ""
            made.append({"text": look.words.said(note.text), "href": href})
        return made


def refused(request: Request) -> Response | None:
    """The refusal for a request that another site's page has sent, or that came under another name than this machine's."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    ours = is_loopback(urlsplit(f"//{host}").hostname or "")
    if request.method != "GET":
        ours = ours and (urlsplit(origin).netloc == host if origin else True)
        ours = ours and request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return None if ours else PlainTextResponse("The sandbox takes requests from its own page alone.", REFUSED)


def _language(request: Request) -> str:
    return language_of(request.cookies.get("sb-lang"), request.headers.get("accept-language", ""))


def _guarded(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _with_cookies(answer: Response, act: str, lang: str) -> Response:
    if act == "language" and lang in {code for code, *_ in LANGUAGES}:
        answer.set_cookie("sb-lang", lang, samesite="strict", httponly=True)
    if act == "dismiss":
        answer.set_cookie("sb-guide", "off", samesite="strict", httponly=True)
    return answer


def _known(have: str) -> dict[str, str]:
    try:
        known = json.loads(have or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()
