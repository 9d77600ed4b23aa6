"""The views of goals, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.goals import Ending, GoalState, Level, Measure, Perspective
from bot.domain.goals_form import TITLE_MAX, WHY_MAX, Filled, Held
from bot.domain.goals_results import MOST, Result, dumped
from bot.domain.goals_results import TITLE_MAX as RESULT_MAX
from bot.domain.goals_writing import Code, Finding
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.goal_causes import Row
from bot.usecases.goals_copying import Copying
from bot.usecases.goals_form import Above, Form
from bot.usecases.goals_overview import Overview
from bot.usecases.goals_read import Agreed, Can, Opened, Step
from bot.usecases.goals_read import Told as Version
from bot.usecases.goals_telling import Proposal, Stands, Told
from bot.views import goals, goals_copying, goals_form, goals_form_review, goals_overview, goals_read, goals_result, kit
from storage.cycles import Cycle
from storage.goals import Goal, GoalVersion
from storage.reporting import Department

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 2, 16, 15, 0, tzinfo=UTC)
DUE = date(2027, 3, 31)
FINDINGS = [
    Finding(Code.VAGUE, "title"),
    Finding(Code.TOO_MANY, "title", {"count": 9, "most": 8}),
    Finding(Code.NO_NUMBER, "target"),
    Finding(Code.ALREADY_MET, "target"),
    Finding(Code.ACTIVITY, "title"),
    Finding(Code.NO_DATE, "due", {"day": DUE}),
    Finding(Code.OUTSIDE_CYCLE, "due", {"first": DUE, "last": DUE}),
]


def said(d: "Data", most: int) -> str | None:
    return None if d.words is None else d.words[:most]


def goal(d: "Data", number: int = 1, **fields: Any) -> Goal:
    given: Json = {"level": Level.PERSON, "due": DUE, "state": GoalState.PROPOSED, "made_at": NOW, **fields}
    return Goal(id=number, workspace_id=1, source="view:1", owner_id=1, made_by=1, **given)


def results(d: "Data") -> tuple[Result, ...]:
    one = Result(said(d, RESULT_MAX) or "", Measure.NUMBER, "h" * 40, 1.5, 1e12, 1)
    return (one, *[replace(one, measure=Measure.YES_NO, position=None)] * (MOST - 1))


def version(d: "Data", number: int = 1, **fields: Any) -> GoalVersion:
    given: Json = {"title": said(d, TITLE_MAX), "why": said(d, WHY_MAX), "measure": Measure.NUMBER, "due": DUE}
    given |= {"unit": d.name[:40], "start": 0.0, "target": 20.25, "written_by": 1, "written_at": NOW}
    given |= {"perspective": Perspective.LEARNING, "key_results": None if d.words is None else dumped(results(d))}
    return GoalVersion(id=number, workspace_id=1, goal_id=1, number=number, source="goal:1", **given | fields)


def cycle(d: "Data", number: int = 1) -> Cycle:
    name = f"{number} {d.series}"[:80]
    return Cycle(id=number, workspace_id=1, name=name, starts=date(2027, 1, 1), ends=DUE, made_by=1, made_at=NOW)


def department(d: "Data") -> Department:
    return Department(id=1, workspace_id=1, name=d.series[:255])


def steps(d: "Data") -> list[Step]:
    first = Step(Level.COMPANY, said(d, TITLE_MAX), d.person(), closed=False)
    return [first, replace(first, hidden=True, title=None), replace(first, level=Level.TEAM, closed=True)]


def opened(d: "Data", state: GoalState = GoalState.PROPOSED, **fields: Any) -> Opened:
    can = Can(confirm=True, change=True, talk=True, withdraw=True, close=True, reopen=True)
    given: Json = {"path": steps(d), "cycle": cycle(d), "share": 40, "can": can, "results": results(d)}
    given |= {"agreed": [Agreed(d.person(), NOW)], "waits": [d.people()[:1], d.people()], **fields}
    ended: Json = {"ended": Ending.DROPPED, "ended_words": said(d, 1_000)} if state is GoalState.CLOSED else {}
    return Opened(goal(d, state=state, **ended), d.person(), d.person(2), version(d), d.person(), **given)


def changed(d: "Data") -> Opened:
    before = version(d, title="Another", target=None, due=NOW.date(), weight=30, parent_id=3, key_results="[]")
    more: Json = {"contribution": 3, "cycle_id": 3, "perspective": None}
    return opened(d, GoalState.CONFIRMED, before=before.model_copy(update=more), department=department(d))


def filled(d: "Data", **fields: Any) -> Held:
    one = Filled(title=said(d, TITLE_MAX) or "", why=said(d, WHY_MAX) or "", start="0", target="20", unit="x" * 40)
    one = replace(one, due=DUE, cycle=1, parent=2, weight="30", contribution="20", results=results(d)[:3])
    return Held(replace(one, **fields), origin="home")


def form(d: "Data", held: Held | None = None, **fields: Any) -> Form:
    several = range(1, max(2, d.many * 3))
    title = said(d, TITLE_MAX)
    above = [Above(goal(d, n, level=Level.COMPANY), d.person(), title, [title] * (n % 4 + 1)) for n in several]
    given: Json = {"above": above[:99], "cycles": [cycle(d, n) for n in several][:98], "departments": [department(d)]}
    given |= {"perspectives": True, "given": 60, "levels": list(Level), "chooses": True, **fields}
    return Form(d.person(), [d.person()], **given)


def a_form(r: Reader, d: "Data", **fields: Any) -> Json:
    held = filled(d, **fields)
    return goals_form.form(r, form(d), held)


def asked(r: Reader, d: "Data") -> Json:
    held = replace(filled(d), reviewed="x", goal=1)
    told = goals_form_review.overtaken(r, d.person(), version(d), version(d, 2, title="Other", target=3.0))
    told += goals_form_review.told(r, FINDINGS)
    shown = form(d, goal=goal(d, state=GoalState.DRAFT), levels=[Level.PERSON], chooses=False)
    return goals_form.form(r, shown, held, told=told, below=goals_form_review.below(r, FINDINGS))


def proposal(d: "Data", stands: Stands, **fields: Any) -> Proposal:
    return Proposal(1, d.person(), d.person(2), stands, **{"mine": False, "change": False, **fields})


def told(d: "Data", **fields: Any) -> Told:
    return Told(1, d.person(), d.person(2), **{"mine": False, **fields})


def history(d: "Data") -> list[Version]:
    agreed = [Agreed(d.person(), NOW)] * 2
    first = Version(version(d), None, d.person(), agreed)
    later = Version(version(d, 2, withdrawn_at=NOW, title="x"), version(d), d.person(), agreed[:1])
    return [*[later] * (d.many * 4), replace(later, before=later.version), first]


def overview(d: "Data") -> Overview:
    rows = [(goal(d, n), version(d, n)) for n in range(1, d.many * 3 + 1)]
    return Overview(rows, rows, rows, copying(d), Row(d.person(), 3, 1))


def copying(d: "Data") -> Copying:
    rows = [(goal(d, n, ended=list(Ending)[n % 4]), version(d, n)) for n in range(1, 31)]
    last = cycle(d)
    last.name = "Q4 2026" if d.series.startswith("Weekly") else last.name
    return Copying(last, cycle(d, 2), rows)


GOALS: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "goals_form.form": a_form,
    "goals.new_button": lambda r, d: kit.home([kit.actions(goals.new_button(r))]),
    "goals_form.form of a department": lambda r, d: a_form(r, d, level=Level.DEPARTMENT, measure=Measure.PERCENT),
    "goals_form.form of a team": lambda r, d: a_form(r, d, level=Level.TEAM),
    "goals_form.form of the company": lambda r, d: a_form(r, d, level=Level.COMPANY, measure=Measure.MILESTONE),
    "goals_form.form empty": lambda r, d: goals_form.form(
        r, Form(d.person(), [d.person()], False, [Level.PERSON], [], [], [], False), Held(Filled())
    ),
    "goals_form.form with questions": asked,
    "goals_result.form": lambda r, d: goals_result.form(r, "{}"),
    "goals_result.form of a known one": lambda r, d: goals_result.form(r, "{}", results(d)[0], 0),
    **{
        f"goals.proposed {stands}": lambda r, d, stands=stands: goals.proposed(r, proposal(d, stands))  # type: ignore[misc]
        for stands in Stands
    },
    "goals.proposed to its owner": lambda r, d: goals.proposed(r, proposal(d, Stands.WAITS, mine=True)),
    "goals.proposed as a change": lambda r, d: goals.proposed(r, proposal(d, Stands.WAITS, change=True)),
    "goals.agreed": lambda r, d: goals.agreed(r, told(d)),
    "goals.agreed to a change": lambda r, d: goals.agreed(r, told(d, change=True)),
    "goals.closed": lambda r, d: goals.closed(r, told(d, reopens=True, until=NOW)),
    "goals.closed for good": lambda r, d: goals.closed(r, told(d, until=NOW)),
    "goals.closed and open again": lambda r, d: goals.closed(r, told(d)),
    "goals.reopened": lambda r, d: goals.reopened(r, told(d, mine=True)),
    **{
        f"goals_read.opened {state}": lambda r, d, state=state: goals_read.opened(r, opened(d, state))  # type: ignore[misc]
        for state in GoalState
    },
    "goals_read.opened as a draft": lambda r, d: goals_read.opened(
        r, opened(d, GoalState.DRAFT, can=Can(change=True, propose=True, discard=True), path=[], waits=[], agreed=[])
    ),
    "goals_read.opened with a change": lambda r, d: goals_read.opened(r, changed(d)),
    "goals_read.opened and imported": lambda r, d: goals_read.opened(
        r, opened(d, GoalState.CONFIRMED, imported=True, left=30, agreed=[], waits=[])
    ),
    "goals_read.history": lambda r, d: goals_read.history(r, goal(d), history(d)),
    "goals_read.history empty": lambda r, d: goals_read.history(r, goal(d), []),
    "goals_read.discarded": lambda r, d: goals_read.discarded(r),
    "goals_read.kept": lambda r, d: goals_read.kept(r, d.many),
    "goals_read.talk_form": lambda r, d: goals_read.talk_form(r, 1, d.name),
    "goals_read.closing_form": lambda r, d: goals_read.closing_form(r, opened(d)),
    "goals_overview.beside": lambda r, d: kit.home([kit.divider(), *goals_overview.beside(r, overview(d))]),
    "goals_copying.button": lambda r, d: kit.home([kit.actions(goals_copying.button(r, copying(d)))]),
    "goals_copying.form": lambda r, d: goals_copying.form(r, copying(d)),
}
"""By the function that builds it, and what is special."""
