"""Thanks by hand: by command and from Home, in the channel and in each DM, and everything that can be wrong with them."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.roles import Source
from bot.sandbox.model import Channel, OpenView, Outcome
from bot.usecases import recognition_channel
from storage.database import Database
from storage.people import Person
from storage.recognition import Recognition, ThanksChannel
from storage.reporting import ReportingLine
from tests.office import BEFORE, Office, office, shown

MARKUP = "Call <!channel> *now* & <https://example.com|here> @mei"


@pytest.fixture
async def made(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as at:
        yield at


@pytest.fixture
async def posting(made: Office) -> Office:
    """Ann has named #thanks, in which the bot is."""
    await name_channel(made)
    return made


async def name_channel(at: Office, *, invited: bool = True) -> Channel:
    there = at.bot.sandbox.workspace.add_channel("thanks", [at.ann.person, at.mei.person, at.bob.person, at.tom.person])
    if invited:
        there.members.add(at.bot.sandbox.bot_user_id)
    ann = await at.person(at.ann)
    async with at.bot.deps.transaction() as tx:
        await recognition_channel.set_place(tx, ann, there.id, None, BEFORE)
    return there


async def thank(at: Office, text: str = "@mei @bob for the late shift", **filled: Any) -> Outcome:
    assert (await at.tom.command("/thanks", text)).ok
    outcome = await at.tom.submit(filled)
    await at.bot.settle()
    return outcome


def top(at: Office) -> OpenView:
    assert at.tom.modal is not None
    return at.tom.modal


async def test_a_command_opens_the_form_filled_in_and_each_gets_a_message(posting: Office) -> None:
    assert (await posting.tom.command("/thanks", "@mei @bob for the late shift")).ok
    form = shown(posting.tom.modal)
    assert "the late shift" in form
    assert "Read by Mei Lin and Bob Sun, by Ann Hale, who lead them, and by HR." in form
    assert (await posting.tom.submit({})).ok
    await posting.bot.settle()
    for who, other in ((posting.mei, "Bob Sun"), (posting.bob, "Mei Lin")):
        [message] = [one for one in who.dm if "thanks you" in one.text]
        assert message.text == f"Tom Berg thanks you, together with {other}."
        assert "the late shift" in shown(message)
    [posted] = posting.mei.channel("thanks")
    assert posted.text == "Tom Berg thanks Mei Lin and Bob Sun."
    assert "the late shift" in shown(posted)
    assert posting.tom.modal is None


async def test_only_to_them_is_posted_nowhere(posting: Office) -> None:
    assert (await thank(posting, where="only_them")).ok
    assert posting.mei.channel("thanks") == []
    assert "Not posted anywhere" in shown(posting.mei.dm[-1])


async def test_without_a_channel_the_form_does_not_ask_where(made: Office) -> None:
    assert (await thank(made)).ok
    assert "where" not in [
        block.get("block_id") for block in made.bot.sandbox.calls("views.open")[-1]["view"]["blocks"]
    ]
    assert "thanks you" in made.mei.dm[-1].text


async def test_choosing_people_names_who_will_read_it_and_keeps_what_is_typed(posting: Office) -> None:
    assert (await posting.tom.command("/thanks", "")).ok
    assert "Once you have chosen" in shown(top(posting))
    posting.tom.fill(reason="Half a sen")
    await posting.tom.press(top(posting), "recognition.people", value=[posting.mei.person])
    assert "Read by Mei Lin, by Ann Hale, who lead them, and by HR." in shown(top(posting))
    assert "Half a sen" in str(top(posting).values)


async def test_whoever_would_rather_not_be_posted_is_told_so_by_the_form_and_left_out_of_the_channel(
    posting: Office,
) -> None:
    await posting.bob.open_home()
    await posting.bob.press("home", "preferences.open")
    assert (await posting.bob.submit({"thanks": []})).ok
    assert (await posting.tom.command("/thanks", "@mei @bob")).ok
    assert "Not named there, as they have chosen: Bob Sun. They get your thanks" in shown(posting.tom.modal)
    assert (await posting.tom.submit({"reason": "the late shift"})).ok
    await posting.bot.settle()
    [posted] = posting.mei.channel("thanks")
    assert posted.text == "Tom Berg thanks Mei Lin."
    assert "does not name you" in shown(posting.bob.dm[-1])
    assert (await thank(posting, "@bob for the early shift")).ok
    assert len(posting.mei.channel("thanks")) == 1


async def test_words_stay_words_in_the_message_and_in_the_channel(posting: Office) -> None:
    assert (await thank(posting, "@mei", reason=MARKUP)).ok
    for message in (posting.mei.dm[-1], posting.mei.channel("thanks")[-1]):
        assert MARKUP in shown(message)
        assert "Call" not in message.text
        assert {one["type"] for block in message.blocks for one in block.get("elements", [])} <= {
            "rich_text_section", "plain_text", "button"
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "filled", "field", "said"),
    [
        ("@tom for it all", {}, "people", "Thanks are for others"),
        ("@mei", {"reason": " "}, "reason", "Please write what for."),
        ("@mei", {"reason": "Great"}, "reason", "A few words more"),
        ("@mei", {"reason": ":tada: 🎉"}, "reason", "in words"),
        ("@mei", {"reason": "ab " * 900 + "a"}, "reason", "shorten this to 1500"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_the_form_stays(
    posting: Office, text: str, filled: dict[str, str], field: str, said: str
) -> None:
    refused = await thank(posting, text, **filled)
    assert list(refused.errors) == [field]
    assert said in refused.errors[field]
    assert top(posting).values["reason"]
    assert await posting.rows(Recognition) == []


async def test_a_bot_a_guest_and_somebody_who_left_cannot_be_chosen_to_any_effect(posting: Office) -> None:
    workspace = posting.bot.sandbox.workspace
    guest = workspace.add_person("Gus Guest", "gus@example.com", is_restricted=True)
    robot = workspace.people[posting.bot.sandbox.bot_user_id]
    for one in (guest, robot):
        assert (await posting.tom.command("/thanks", "for the late shift")).ok
        refused = await posting.tom.submit({"people": [posting.mei.person, one]})
        assert "does not take part here" in refused.errors["people"]
        await posting.tom.close_modal()
    assert (await posting.tom.command("/thanks", "@mei for the late shift")).ok
    mei = await posting.person(posting.mei)
    async with posting.bot.deps.transaction() as tx:
        kept = await tx.get_one(Person, mei.id)
        kept.active = False
        tx.add(kept)
    refused = await posting.tom.submit({})
    assert refused.errors == {
        "people": "Thanks would not reach Mei Lin, who do not take part here: please take them out."
    }


async def test_fifty_people_at_once_are_too_many_and_it_says_how_many_are_not(posting: Office) -> None:
    crowd = [posting.bot.sandbox.workspace.add_person(f"Person {one}", f"person{one}@example.com") for one in range(50)]
    await posting.bot.settle()  # the bot hears of each of them by an event
    text = " ".join(f"@{one.handle}" for one in crowd)
    refused = await thank(posting, f"{text} for the late shift")
    assert refused.errors == {
        "people": "These are 50 people. Please choose 20 at the most: then each of them feels meant."
    }


async def test_a_name_that_nobody_has_is_said_kindly(posting: Office) -> None:
    assert (await posting.tom.command("/thanks", "@nobody @mei for the late shift")).ok
    seen = shown(posting.tom.modal)
    assert "I do not know whom you mean by @nobody" in seen
    assert "Read by Mei Lin" in seen


async def test_the_form_sent_twice_and_from_two_devices_sends_it_once(posting: Office) -> None:
    assert (await posting.tom.command("/thanks", "@mei for the late shift")).ok
    first = posting.tom.modal
    assert (await posting.tom.submit({})).ok
    assert (await posting.tom.submit(view=first)).ok
    assert (await thank(posting, "@mei for the late shift")).ok
    assert len(await posting.rows(Recognition)) == 1
    assert len([one for one in posting.mei.dm if "thanks you" in one.text]) == 1
    assert len(posting.mei.channel("thanks")) == 1


async def test_a_storm_is_stopped_with_a_sentence(posting: Office) -> None:
    for number in range(3):
        assert (await thank(posting, "@mei", reason=f"Late shift number {number}")).ok
    refused = await thank(posting, "@mei", reason="Late shift once more")
    assert "You have thanked Mei Lin 3 times today" in refused.errors["people"]


async def test_a_form_that_was_open_while_a_manager_changed_names_the_new_one_first(posting: Office) -> None:
    assert (await posting.tom.command("/thanks", "@ann for the early slot")).ok
    ann, bob = await posting.person(posting.ann), await posting.person(posting.bob)
    async with posting.bot.deps.transaction() as tx:
        tx.add(
            ReportingLine(
                workspace_id=ann.workspace_id,
                person_id=ann.id,
                manager_id=bob.id,
                since=date(2020, 1, 1),
                source=Source.IMPORT,
            )
        )
    assert (await posting.tom.submit({})).ok
    assert "Nothing is sent yet" in shown(top(posting))
    assert "Bob Sun" in shown(top(posting))
    assert await posting.rows(Recognition) == []
    assert (await posting.tom.submit({})).ok
    assert len(await posting.rows(Recognition)) == 1


@pytest.mark.parametrize("lost", ["archived", "removed"])
async def test_where_the_channel_does_not_take_it_they_get_it_and_the_author_hears_of_it(
    posting: Office, lost: str
) -> None:
    there = posting.bot.sandbox.workspace.channel("thanks")
    there.archived = lost == "archived"
    if lost == "removed":
        there.members.discard(posting.bot.sandbox.bot_user_id)
    assert (await thank(posting, "@mei for the late shift")).ok
    assert "thanks you" in posting.mei.dm[-1].text
    await posting.bot.move(minutes=11)
    said = [one.text for one in posting.tom.dm if "could not be posted" in one.text]
    assert len(said) == 1
    assert "Mei Lin" in said[0]


async def test_whoever_left_before_it_arrives_gets_nothing_and_the_others_do(posting: Office) -> None:
    posting.bot.sandbox.faults.add("chat.postMessage", error="ratelimited", status=429, retry_after=60)
    assert (await posting.tom.command("/thanks", "@mei @bob for the late shift")).ok
    assert (await posting.tom.submit({})).ok
    mei = await posting.person(posting.mei)
    async with posting.bot.deps.transaction() as tx:
        for one in await tx.exec(select(Person).where(Person.id == mei.id)):
            one.active = False
            tx.add(one)
    posting.bot.sandbox.faults.clear()
    await posting.bot.move(minutes=3)
    assert "thanks you" in posting.bob.dm[-1].text


async def test_home_leads_to_the_form_and_to_what_one_got_and_gave(posting: Office) -> None:
    await posting.tom.open_home()
    await posting.tom.press("home", "recognition.open")
    assert (await posting.tom.submit({"people": [posting.mei.person], "reason": "the late shift"})).ok
    await posting.bot.settle()
    await posting.mei.open_home()
    assert "You were thanked once this month." in shown(posting.mei.home)
    await posting.mei.press("home", "recognition.show")
    assert "Tom Berg thanks Mei Lin." in shown(posting.mei.modal)
    assert posting.mei.modal is not None
    await posting.mei.press(posting.mei.modal, "recognition.turn.given")
    assert "Nothing stands here yet." in shown(posting.mei.modal)
    await posting.ann.open_home()
    await posting.ann.press("home", "recognition.show")
    assert posting.ann.modal is not None
    await posting.ann.press(posting.ann.modal, "recognition.turn.all")
    assert "the late shift" in shown(posting.ann.modal)


async def test_hr_names_a_channel_in_which_the_bot_is(made: Office) -> None:
    there = made.bot.sandbox.workspace.add_channel("thanks", [made.ann.person])
    assert (await made.ann.command("/growloop", "values")).ok
    refused = await made.ann.submit({"channel": there})
    assert "invite me there first" in refused.errors["channel"]
    there.members.add(made.bot.sandbox.bot_user_id)
    assert (await made.ann.submit({"channel": there})).ok
    assert [one.channel for one in await made.rows(ThanksChannel)] == [there.id]
    [noted] = made.ann.channel("thanks")
    assert noted.ephemeral_to == made.ann.person.id


async def test_thanks_come_in_working_hours(posting: Office) -> None:
    """It is evening in Shanghai: Mei's quiet hours hold back what she did not ask for."""
    await posting.bot.move(hours=8)
    assert (await thank(posting, "@mei for the late shift")).ok
    assert [one for one in posting.mei.dm if "thanks you" in one.text] == []
    await posting.bot.move_to(BEFORE + timedelta(hours=18))
    assert len([one for one in posting.mei.dm if "thanks you" in one.text]) == 1
