"""The views of Home and of its parts, in every state, over any people and any words."""

from dataclasses import replace

from bot.domain.moods import Trend
from bot.domain.searching import WORD_MAX
from bot.usecases.history import Exported
from bot.usecases.moods import Moods
from bot.usecases.numbers import Lost, Numbers
from bot.usecases.people import SHOWN, Gaps
from bot.usecases.unled import WithoutManager
from bot.views import history, home, kit, moods, numbers, people, team, unled, waiting
from tests.bot.views.data import Case

HOME: dict[str, Case] = {
    "numbers.section": lambda r, d: kit.home(numbers.section(r, d.lost())),
    "numbers.modal": lambda r, d: numbers.modal(r, d.numbers()),
    "numbers.modal of nothing": lambda r, d: numbers.modal(r, Numbers([], Lost([], 0, {}))),
    "unled.told": lambda r, d: unled.told(r, WithoutManager(d.people() or [d.person()])),
    "waiting.section": lambda r, d: kit.home([kit.divider(), *waiting.section(r, d.waiting())]),
    "waiting.rows": lambda r, d: kit.home([kit.divider(), *waiting.rows(r, d.waiting().messages)]),
    "team.section": lambda r, d: kit.home([kit.divider(), *team.section(r, d.team())]),
    "team.orphans": lambda r, d: kit.home([kit.divider(), *team.orphans(r, d.team().orphans)]),
    "team.section in the middle": lambda r, d: kit.home([kit.divider(), *team.section(r, replace(d.team(1), pages=3))]),
    "history.history": lambda r, d: history.history(r, d.history()),
    "history.history of a word": lambda r, d: history.history(r, d.history((d.words or "")[:WORD_MAX].strip())),
    "history.history of nothing": lambda r, d: history.history(r, d.history(entries=[], older=None, newer=None)),
    "history.history of nothing found": lambda r, d: history.history(
        r, d.history("x", entries=[], older=None, newer=None)
    ),
    "history.way": lambda r, d: kit.home(history.way(r)),
    "history.on_its_way": lambda r, d: history.on_its_way(r, d.many),
    "history.export": lambda r, d: history.export(r, Exported([d.entry(1), d.entry(2)], 0, 2, 12)),
    "history.export of a part": lambda r, d: history.export(r, Exported([d.entry()], 1, 12, 12)),
    "moods.section": lambda r, d: kit.home(moods.section(r, Moods([4, 4, 3, None, 5], Trend.BETTER))),
    "moods.section without a trend": lambda r, d: kit.home(moods.section(r, Moods([4], None))),
    "home.home": lambda r, d: home.home(r, d.full_home()),
    "home.home skipped": lambda r, d: home.home(r, d.home(mine=d.mine(skipped=True))),
    "home.home of a newcomer": lambda r, d: home.home(r, d.home(mine=None)),
    "home.home before": lambda r, d: home.home(r, d.home(mine=d.mine(open=False))),
    "home.home early": lambda r, d: home.home(r, d.home(mine=d.mine(open=False, sent=d.checkin()))),
    "home.home of an owner": lambda r, d: home.home(r, d.home(may_take_hr=True)),
    "home.home open": lambda r, d: home.home(r, d.home()),
    "home.home with more": lambda r, d: home.home(r, d.home(), [kit.sentence(d.name)]),
    "people.section": lambda r, d: kit.home(people.section(r, Gaps(d.people()[:SHOWN], d.many, d.people()[:SHOWN], 1))),
    "people.offer": lambda r, d: kit.home(people.offer(r)),
    "people.hr_form": lambda r, d: people.hr_form(r, d.people()),
    "people.manager_form": lambda r, d: people.manager_form(r, "U01"),
    "people.zone_form": lambda r, d: people.zone_form(r),
    "people.zone_groups": lambda r, d: people.zone_form(r, "U01"),
}
