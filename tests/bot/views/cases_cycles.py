"""The views of HR's cycles, over any people and any words."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.cycles import NAME_MAX, Phased, Stage
from bot.domain.cycles_parts import Belongs, Form, Step
from bot.domain.cycles_templates import Template, laid, proposed
from bot.domain.gates import Gate
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.announcements_audience import Meant
from bot.usecases.cycles import Listed
from bot.usecases.cycles_dry_run import DryRun, Told
from bot.usecases.cycles_editor import Opened
from bot.usecases.series_audience import Named
from bot.views import cycles, cycles_announcing, cycles_dry_run, cycles_form, cycles_open, kit
from storage.cycles import Cycle
from storage.goals_settings import GoalSettings
from storage.reporting import Department

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
STARTS, ENDS = date(2027, 1, 4), date(2027, 4, 4)
ZONES = ("Asia/Shanghai", "America/Argentina/ComodRivadavia", *(f"Etc/GMT+{number}" for number in range(1, 12)))


def cycle(d: "Data", number: int = 1, **fields: Any) -> Cycle:
    belongs = Belongs((1,), 2, tuple(Form)).kept()
    given: Json = {
        "starts": STARTS,
        "ends": ENDS,
        "belongs": belongs,
        "gates": list(Gate),
        "stage": Stage.RUNNING,
        **fields,
    }
    return Cycle(id=number, workspace_id=1, name=f"{number} {d.series}"[:NAME_MAX], made_by=1, made_at=NOW, **given)


def opened(d: "Data", phases: Sequence[Phased] | None = None, *, many: bool = True, **fields: Any) -> Opened:
    people = d.people() if many else []
    named = Named(people, [Department(id=1, workspace_id=1, name=d.series[:255])] if many else [], people, people)
    meant = Meant(d.many if many else 0, [one.name for one in people])
    one = cycle(d, **fields)
    return Opened(
        one, laid(one.starts, one.ends) if phases is None else phases, named, meant, [d.a_series()], NOW.date()
    )


def listed(d: "Data", *, on: bool) -> Listed:
    settings = GoalSettings(workspace_id=1, perspectives=on, shows_upper=on, shows_lower=on)
    stages = list(Stage)
    every = [cycle(d, n, stage=stages[n % len(stages)], rolling=n % 3 == 0) for n in range(d.many)]
    return Listed(every, settings, NOW.date(), {one.id: laid(STARTS, ENDS) for one in every})


def dry(d: "Data", **fields: Any) -> DryRun:
    phases = laid(STARTS, ENDS)
    told = [
        Told(one.starts + timedelta(days=more), one.phase, joins=more > 0, zones=Counter(dict.fromkeys(ZONES, d.many)))
        for more in range(12)
        for one in phases
    ]
    given: Json = {"told": told, "people": d.many, "elsewhere": d.many, "elsewhere_until": ENDS, "managers": d.many}
    given |= {"barred": d.many, "barred_until": ENDS}
    return DryRun(cycle(d), phases, NOW.date(), **{**given, "unled": d.many, "zoneless": d.many, **fields})


def announced(r: Reader, d: "Data", turn: Step, **fields: Any) -> Json:
    one = cycle(d, **fields)
    title, words = cycles_announcing.text(r, one, laid(one.starts, one.ends), turn)
    return kit.modal("a", "a", [kit.header(title), *kit.words(words, r)], close="b")


def longer(r: Reader, d: "Data", turn: Step, **fields: Any) -> Json:
    shown = opened(d, **fields)
    return cycles_form.longer_form(r, shown, turn, shown.phases)


PARTS = (cycles_open.SPAN, cycles_open.PHASES, cycles_open.AUDIENCE, cycles_open.BELONGS, cycles_open.GATES)
OVER: Json = {"starts": date(2026, 1, 5), "ends": date(2026, 4, 5)}
GAPS = [laid(STARTS, ENDS)[1], laid(STARTS, ENDS)[3]]

CYCLES: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "cycles.listed": lambda r, d: cycles.listed(r, listed(d, on=True)),
    "cycles.listed with nothing on": lambda r, d: cycles.listed(r, listed(d, on=False)),
    **{
        f"cycles_form.new {one}": lambda r, d, one=one: cycles_form.new(r, proposed(one, NOW.date()))  # type: ignore[misc]
        for one in Template
    },
    **{
        f"cycles_open.overview {one}": lambda r, d, one=one: cycles_open.overview(r, opened(d, stage=one))  # type: ignore[misc]
        for one in Stage
    },
    **{
        f"cycles_open.overview after {one}": lambda r, d, one=one: cycles_open.overview(r, opened(d), one)  # type: ignore[misc]
        for one in Step
    },
    "cycles_open.overview made": lambda r, d: cycles_open.overview(
        r, opened(d, many=False, stage=Stage.PLANNED, gates=[], belongs={}), cycles_open.MADE
    ),
    "cycles_open.overview second": lambda r, d: cycles_open.overview(r, opened(d), by=d.name),
    "cycles_open.overview closed by the calendar": lambda r, d: cycles_open.overview(r, opened(d), by=""),
    "cycles_open.overview without phases": lambda r, d: cycles_open.overview(r, opened(d, []), cycles_open.SAVED),
    "cycles_open.overview with gaps": lambda r, d: cycles_open.overview(r, opened(d, GAPS)),
    "cycles_open.overview over": lambda r, d: cycles_open.overview(r, opened(d, **OVER)),
    "cycles_open.overview over its phases": lambda r, d: cycles_open.overview(r, opened(d, GAPS[:0])),
    "cycles_open.overview rolling": lambda r, d: cycles_open.overview(r, opened(d, GAPS, rolling=True)),
    **{
        f"cycles_form.part_form {part}": lambda r, d, part=part: cycles_form.part_form(r, opened(d), part)  # type: ignore[misc]
        for part in PARTS
    },
    **{
        f"cycles_form.part_form {part} second": lambda r, d, part=part: cycles_form.part_form(  # type: ignore[misc]
            r, opened(d, many=False, rolling=True, belongs={}, gates=[]), part, d.name
        )
        for part in PARTS
    },
    "cycles_form.audience_form of nobody": lambda r, d: cycles_form.audience_form(
        r, cycles_form.Mark(1, 1, cycles_open.AUDIENCE), opened(d, many=False).named, Meant(0, [])
    ),
    "cycles_form.longer_form": lambda r, d: longer(r, d, Step.EXTEND),
    "cycles_form.longer_form rolling": lambda r, d: longer(r, d, Step.EXTEND, rolling=True),
    "cycles_form.longer_form reopening": lambda r, d: longer(r, d, Step.REOPEN, **OVER),
    "cycles_dry_run.loading": lambda r, _: cycles_dry_run.loading(r, 1),
    "cycles_dry_run.dry_run": lambda r, d: cycles_dry_run.dry_run(r, dry(d)),
    "cycles_dry_run.dry_run before": lambda r, d: cycles_dry_run.dry_run(r, _planned(dry(d))),
    "cycles_dry_run.dry_run of nothing": lambda r, d: cycles_dry_run.dry_run(
        r, dry(d, told=[], people=0, elsewhere=0, unled=0, zoneless=0, managers=0)
    ),
    "cycles_dry_run.dry_run rolling": lambda r, d: cycles_dry_run.dry_run(r, _planned(dry(d), rolling=True)),
    **{
        f"cycles_announcing.text {one}": lambda r, d, one=one: announced(r, d, one)  # type: ignore[misc]
        for one in Step
    },
    "cycles_announcing.text rolling": lambda r, d: announced(r, d, Step.START, rolling=True),
}
"""By the function that builds it, and what is special."""


def _planned(made: DryRun, *, rolling: bool = False) -> DryRun:
    made.cycle.stage, made.cycle.rolling = Stage.PLANNED, rolling
    return made
