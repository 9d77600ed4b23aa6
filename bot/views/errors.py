"""What people are told when something is refused or goes wrong: one sentence for each code, in one place."""

from datetime import date
from typing import Any

from bot.domain.errors import Refused
from bot.locales.reader import Reader
from bot.views import kit

Json = dict[str, Any]

SENTENCES = {
    "not_taking_part": "Growloop is not set up for you here. If that surprises you, ask your HR team.",
    "not_installed": "Growloop is not installed in this workspace.",
    "not_allowed": "This is not open to you. If that surprises you, ask your HR team.",
    "not_found": "This is not there any more, or it is not open to you.",
    "hr_only": "Only HR can do this.",
    "hr_taken": "Somebody looks after HR here already. Please ask them to add you.",
    "last_hr": "Somebody has to look after HR: please add another person first.",
    "too_long": "Please shorten this to {most} characters.",
    "words_needed": "Please write something first.",
    "checkin_empty": "Please write at least one line, or choose a mood.",
    "mood_unknown": "Please choose one of the five moods.",
    "answer_needed": "Please answer this one.",
    "answer_unknown": "Please choose from what is offered here.",
    "number_needed": "Please write a number.",
    "name_needed": "Please write a name.",
    "name_taken": "There is a series with this name already.",
    "series_too_many": "There are {most} series already: please end one first.",
    "series_over": "This series has ended and cannot be changed any more.",
    "every_wrong": "Please write a whole number from 1 to {most}.",
    "weekday_needed": "Please choose a weekday.",
    "month_day_wrong": "Please write a day from 1 to 31.",
    "month_week_needed": "Please choose which one of the month.",
    "time_needed": "Please choose a time.",
    "window_short": "Please leave at least an hour to answer.",
    "window_overlaps": "It would still be open when the next one comes: please close it earlier.",
    "reminder_late": "The reminder has to come before it closes.",
    "reminder_early": "The reminder has to come after the first message.",
    "audience_empty": "Please choose at least one department, team or person below.",
    "audience_both": "Some are chosen below: please say whether it asks everyone or those alone.",
    "audience_nobody": "Nobody is left in this choice. Please choose somebody who takes part.",
    "series_without_questions": "At least one question has to stay.",
    "question_needed": "Please write the question in at least one language.",
    "question_gone": "This question is not there any more. Somebody else removed it.",
    "questions_too_many": "A series takes {most} questions of your own: with more, nobody answers in two minutes.",
    "options_needed": "Please write at least two options, one on each line.",
    "options_too_many": "These are {count} options; {most} can be shown.",
    "options_too_many_in_all": "All questions of a series together take {most} options.",
    "options_uneven": "Here are {count} options, and {wanted} in the first language: please write as many in each.",
    "options_twice": "One option stands here twice.",
    "option_too_long": "An option takes {most} characters at the most.",
    "values_too_many": "These are {count} values: please keep {most} at the most.",
    "value_too_long": "A value takes {most} characters at the most.",
    "value_twice": "One value stands here twice.",
    "value_gone": "This value is not offered any more: please choose another one.",
    "thanks_nobody": "Please choose whom you thank.",
    "thanks_too_many": "These are {count} people. Please choose {most} at the most: then each of them feels meant.",
    "thanks_self": "Thanks are for others: please take yourself out.",
    "thanks_gone": "Thanks would not reach {names}, who do not take part here: please take them out.",
    "thanks_unknown": "One of them does not take part here: a bot, a guest, or somebody from outside. Please take them out.",
    "thanks_reason_needed": "Please write what for.",
    "thanks_reason_words": "Please say it in words: what did they do?",
    "thanks_reason_short": "A few words more, please: what did they do?",
    "thanks_storm": "You have given thanks {most} times today, which is kind. Please go on tomorrow.",
    "thanks_again": "You have thanked {names} {most} times today. Please wait until tomorrow with the next one.",
    "goal_reason_needed": "Please say in a few words what changed: your confidence is lower than before.",
    "goals_words_alone": "Please say above how one of your goals goes: these words are kept with it.",
    "goal_over": "This goal is closed. What it showed then stays.",
    "goal_not_agreed": "This goal is not agreed on yet. Once it is, you can say here how it goes.",
    "no_checkin": "There is no check-in for you at the moment.",
    "help_without_blocker": "Please say what you need help with.",
    "help_from_self": "Please choose somebody other than yourself.",
    "helper_unknown": "Please choose somebody who takes part in Growloop.",
    "help_withdrawn": "This request for help is closed already.",
    "notice_not_stuck": "This message was sent, or is on its way: there is nothing to send again.",
    "due_over": "This day is over already: please choose one that is still to come.",
    "due_too_far": "Please choose a day within a year.",
    "leave_backwards": "The last day is before the first one.",
    "leave_over": "This is over already. Leave can be noted up to its last day.",
    "leave_too_early": "Please begin at most a month ago.",
    "leave_too_far": "Please come back to this later: leave can be noted two years ahead.",
    "leave_too_long": "Leave can be noted for up to three years.",
    "leave_overlaps": "You are away from {first} to {last} already: please change that one on Home.",
    "day_needed": "Please choose a day.",
    "choice_needed": "Please choose one.",
    "digest_in_quiet": "This is within your quiet hours: please choose another time.",
    "later_over": "That time is over. Please choose another one.",
    "later_too_late": "It closes before that. Please choose an earlier time.",
    "period_answered": "You have answered this one already.",
    "period_over": "This one is closed. The next one comes as usual.",
    "not_away": "You are not away at the moment. What is still to come can be changed on Home.",
    "country_unknown": "Please choose a country from the list.",
    "region_unknown": "Please choose a region of this country.",
    "no_team": "Nobody reports to you at the moment.",
    "invite_first": "I am not in this channel. Please invite me there first: type {command} in it.",
    "nothing_to_export": "You have not sent a check-in yet, so there is nothing to export.",
    "ask_nobody": "Please choose whom to ask.",
    "ask_too_many": "Please ask up to {most} people at once.",
    "ask_subject": "It is about {name}: please ask others.",
    "ask_not_manager": "Only the person who leads somebody can ask others about them. You can ask about yourself.",
    "ask_due_far": "Please choose a day within {days} days.",
    "ask_answered": "You have answered this already. What you want to add can go out as feedback of its own.",
    "ask_over": "{name} waits for no answer to this any more. You can still give feedback without being asked.",
    "report_no_hr": "There is nobody in HR beside the two of you who could look at this. Please turn to somebody you trust.",
    "no_feedback_to_export": "There is no feedback yet, so there is nothing to export.",
    "feedback_nobody": "Please choose who it is for.",
    "feedback_to_self": "Please choose somebody other than yourself.",
    "feedback_to_us": "I only carry your words: please choose a person.",
    "feedback_to_outsider": "Feedback here is for people of this workspace: bots, guests and people from outside cannot get it.",
    "feedback_left": "{name} no longer takes part here, so nothing goes to them. Your words are kept as a draft.",
    "feedback_to_app": "An app wrote this. Feedback is for people.",
    "feedback_own_message": "You wrote this yourself. You can ask somebody for their feedback on it.",
    "feedback_too_far": "Please choose a time within {days} days: later, nobody remembers what it was about.",
    "feedback_too_many": "Please choose up to {most} people: each of them gets it as their own.",
    "feedback_no_words": "Please say it in words.",
    "feedback_storm": "You have given {name} a lot of feedback today. Please let it sink in, and come back tomorrow.",
    "feedback_storm_all": "That is more than {most} pieces of feedback in a day. Please come back tomorrow: your words are kept.",
    "feedback_same_words": "The same words have gone to {most} people this week. Please say to each what you saw them do.",
    "feedback_withdrawn": "This was taken back by the person who gave it.",
    "feedback_read": "It has been read already, so it can no longer be taken back.",
    "observed_nobody": "Please choose whom it is about.",
    "observed_self": "Observations are about people who report to you: please choose somebody else.",
    "observed_bot": "That is me. Please choose a person who reports to you.",
    "observed_app": "An app wrote this. Observations are about people.",
    "observed_outsider": "This is a bot, a guest, or somebody from outside who takes no part here. Please choose somebody who reports to "
    "you.",
    "observed_guest": "{name} is a guest here, and nothing is noted about guests. Please choose somebody who reports to you.",
    "observed_left": "{name} no longer takes part here, so nothing new is noted about them or shared with them.",
    "observed_not_led": "{name} does not report to you, neither directly nor over others. Feedback is open to you as to everybody.",
    "observed_later": "This day is still to come: please choose the one on which you saw it.",
    "observed_shared": "Somebody else can read it by now, so it stays as it is. What came later can be a new one.",
    "observed_moved_again": "{name} reports to somebody else again by now. Please close this and open it once more.",
    "talk_over": "This time is over already: please choose one that is still to come.",
    "talk_too_far": "Please choose a day within half a year.",
    "no_one_on_one": "You two have no 1:1 with each other: please choose a time.",
    "no_one_on_one_with": "You and {name} have no 1:1s with each other: neither of you reports to the other now.",
    "no_one_on_ones": "You have no 1:1s here yet: you report to nobody, and nobody reports to you.",
    "talk_changed": "Another time has been proposed meanwhile: please look at the newest message.",
    "talk_far": "Please choose a day within {days} days: what is farther away belongs to another turn.",
    "talk_taken": "One of you has another 1:1 at that time: please choose another one.",
    "talk_in_leave": "One of you is away on that day. The first day on which you both work again is {back}.",
    "talk_away": "One of you is away on that day, for longer than can be planned here.",
    "talk_outside": "This lies outside of the working hours of one of you.",
    "talk_was_held": "This 1:1 is over, so it stays as it is.",
    "pair_ended": "The two of you do not report to each other any more, so these 1:1s have ended.",
    "no_pair": "1:1s here are for two people of whom one reports to the other: please name somebody you lead, or who leads you.",
    "skip_reason_needed": "Please say why: a few words are enough.",
    "take_back_over": "Feedback can be taken back for ten minutes. You can still talk about it.",
    "export_on_its_way": "It is on its way, or in our chat already. You can export it again in ten minutes.",
    "pulse_empty": "Please answer at least one question.",
    "pulse_over": "This one has closed. The next one comes as usual.",
    "pulse_closed": "This one has closed, so your answers were not stored: kept for later, they would need your name.",
    "upward_signs_alone": "Please say it in words: signs alone can mean many things.",
    "upward_no_manager": "You report to nobody here whom you could write to.",
    "upward_small_team": "Fewer than {least} people report to your manager, so you would be guessed. Please talk to them, or to HR.",
    "upward_moved": "This form is for somebody you no longer report to. Please open it again, and take your words with you.",
    "upward_waits": "Something of yours waits for your manager already, and only one of each person goes into a delivery. Please keep "
    "these words, and send them when your ticket says that the first ones were delivered.",
    "upward_not_delivered": "Your words have not been delivered, so there is nobody to answer back to yet.",
    "upward_many_replies": "Many answers wait to be delivered just now. Please keep your words, and try again tomorrow.",
    "ticket_unknown": "Nothing was found with this ticket. Please check each letter.",
    "ticket_later": "Those were several tickets without a match. Please try again in ten minutes.",
    "series_ended": "These check-ins have ended and cannot be started again.",
    "person_inactive": "This person no longer takes part.",
    "zone_unknown": "{zone} is not a time zone. Write it like Europe/Madrid.",
    "zone_import_beats": "The time zone comes from your HR file: please change it there.",
    "import_beats": "This comes from your HR file: please change it there.",
    "manager_self": "Nobody can be their own manager: please choose somebody else.",
    "manager_inactive": "This manager no longer takes part: please choose somebody else.",
    "manager_circle": "This would make a circle: that person reports to them already.",
    "database_submit": "We could not save this just now. Your words are still here: please press the button again "
    "in a minute.",
    "database_gone": "We could not do this just now. Nothing was changed: please try again in a minute.",
    "goal_title_needed": "Please write what exactly is to be reached.",
    "goal_words_needed": "Please say it in words here: a number alone does not tell what is meant.",
    "goal_number_needed": "Please write a number here, such as 20 or 1,500. Words go into the other fields.",
    "goal_no_numbers": "What is done or not done has no number here: empty this, or measure it by a number.",
    "goal_unit_words": "The unit is a word, such as orders or hours. The number itself goes into the target.",
    "goal_target_needed": "Please write the target as well.",
    "goal_target_is_start": "The target is where it begins: please write what is to be reached.",
    "goal_due_needed": "Please choose a day by which it is reached, or a cycle, whose last day it then is.",
    "goal_due_far": "Please choose a day within five years.",
    "goal_share_wrong": "Please write a whole number from 1 to 100, or leave this empty.",
    "goal_department_needed": "Please choose the department whose goal it is.",
    "goal_weights_over": "Goals of this cycle weigh {given} % already, so at most {left} % are left. Together they are 100 %.",
    "goal_weights_over_of": "The goals of {name} in this cycle weigh {given} % already, so at most {left} % are left. Together they "
    "are 100 %.",
    "goal_owners_many": "Please choose up to {most} people: each of them gets a goal of their own.",
    "goal_one_owner": "One person answers for a goal of the company, a department or a team. Please choose one.",
    "goal_owner_unknown": "One of them does not take part here: a bot, a guest, or somebody who left. Please take them out.",
    "goal_owner_leads_nobody": "Nobody reports to {name}, so there is no team whose goal this could be.",
    "goal_not_report": "{name} does not report to you. A goal for somebody is written by them or by their manager.",
    "goal_no_other_side": "There is nobody else who could confirm this: no manager, nobody in HR beside you, no goal above. Please ask "
    "HR to name somebody, or let it support another person's goal.",
    "goal_cycle_gone": "This cycle is not there any more. Please choose another one.",
    "goal_parent_gone": "This goal is not there any more. Please choose another one, or none.",
    "goal_parent_closed": "This goal is closed already. Please choose one that is still open, or none.",
    "goal_parent_lower": "A goal supports one at its own level or above, and this one is below. Please choose another one.",
    "goal_loop": "This goal is itself supported by the one you are writing: that would make a loop. Please choose another one.",
    "goal_closed": "This goal is closed. Whoever agreed on it can open it again within a week.",
    "goal_other_version": "Another version has been proposed meanwhile, or this one was taken back. Please open the goal again.",
    "goal_own_side": "Your side has agreed already. The other side confirms it: {names}.",
    "goal_nothing_proposed": "Nothing that you proposed waits here any more.",
    "goal_not_confirmed": "It is not agreed on yet, so there is nothing to close. You can take it back.",
    "goal_reopen_late": "It was closed more than {days} days ago. Please propose a new goal.",
    "goal_result_needed": "Please write what is to be seen or counted.",
    "goal_results_many": "A goal takes {most} key results at the most.",
    "goal_ended_needed": "Please say how it ended.",
    "trigger_spent": "That took a moment too long for Slack. Please press it once more.",
    "slack_busy": "Slack did not answer us in time. Please try again in a minute.",
    "unexpected": "Something went wrong on our side. If it happens again, quote the reference {reference} to "
    "whoever looks after Growloop in your company.",
}
"""By code, in English. Other codes are named by their capability's rules and added here."""

OTHERWISE = "This cannot be done. If that surprises you, ask your HR team."
FIELD_MAX = 2_000


def sentence(reader: Reader, refused: Refused) -> str:
    """Why it was refused, in the reader's language."""
    known = SENTENCES.get(refused.code, OTHERWISE)
    values = {name: _shown(reader, one) for name, one in refused.values.items()}
    return kit.cut(reader.t(known, **values), FIELD_MAX)


def _shown(reader: Reader, value: object) -> object:
    """A day or names as this reader writes them."""
    if isinstance(value, list):
        return reader.names([str(one) for one in value])
    return reader.full_date(value) if isinstance(value, date) else value


def notice(reader: Reader, said: str) -> Json:
    """A small modal that says it, where no message can."""
    return kit.modal("errors.notice", "Growloop", [kit.sentence(said)], close=reader.t("Close"))


def fields(view: Json) -> list[str]:
    """The block ids at which a modal can show an error: Slack takes input blocks alone (SLACK.md §1.4)."""
    blocks = view.get("blocks") or []
    return [block["block_id"] for block in blocks if block.get("type") == "input" and block.get("block_id")]
