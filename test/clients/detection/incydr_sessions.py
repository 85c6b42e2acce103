"""Drives an unmodified incydr SDK over sessions; prints what came back as JSON."""

import json
import os
import sys
import warnings
from datetime import datetime, timedelta, timezone

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.enums import SortDirection  # noqa: E402
from _incydr_sdk.enums.alerts import AlertState  # noqa: E402
from _incydr_sdk.enums.sessions import ContentInspectionStatuses, SessionStates, SortKeys  # noqa: E402
from _incydr_sdk.sessions import client as client_module  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
rules, people = given["rules"], given["people"]
ada, linus = people["ada"], people["linus"]
today = datetime.strptime(given["day"], "%Y-%m-%d").replace(tzinfo=timezone.utc)


def sessions():
    v1 = client.sessions.v1

    def count(**wanted):
        return v1.get_page(page_size=1, **wanted).total_count

    def of(**wanted):
        (session,) = v1.iter_all(**wanted)
        return session

    one = of(rule_ids=rules["mismatch"]).session_id
    quiet = of(has_alerts=False).session_id

    @step("search")
    def _():
        every = [session.session_id for session in v1.iter_all(page_size=10)]
        page = v1.get_page(page_num=1, page_size=10)
        return [len(every), len(set(every)), [session.session_id for session in page.items] == every[10:20], page.total_count]

    @step("filters")
    def _():
        session = of(actor_id=ada["userUid"])
        indicator = session.risk_indicators[0].id
        severities = [count(severities=[severity]) for severity in range(5)]
        return [
            [session.actor_name, session.type, sorted(alert.rule_name for alert in session.triggered_alerts)],
            [count(has_alerts=True), count(has_alerts=False), count(has_alerts=None)],
            [count(type="STANDARD"), count(type="ACCOUNT_TAKE_OVER")],
            [count(actor_id=ada["userUid"], risk_indicators=[one]) for one in (indicator, "nope")],
            [count(states=SessionStates.OPEN), count(states=[SessionStates.CLOSED, SessionStates.IN_PROGRESS])],
            sum(severities) == count(),
            [count(rule_ids=rules["share"]), count(rule_ids=[rules["share"], rules["mismatch"]])],
            [count(watchlist_ids=given["watchlist"]), count(watchlist_ids=["nope"])],
            [count(content_inspection_status=status) for status in ContentInspectionStatuses],
        ]

    @step("times")
    def _():
        before, after = today - timedelta(days=1), today + timedelta(days=2)
        return [
            [count(start_time=before), count(start_time=after), count(end_time=after), count(end_time=before)],
            [count(start_time=str(before.date()), end_time=str(after.date())), count(start_time=int(after.timestamp() * 1000))],
        ]

    @step("sorted")
    def _():
        scores = [
            max(score.score for score in session.scores)
            for session in v1.iter_all(sort_key=SortKeys.SCORE, sort_dir=SortDirection.ASC)
        ]
        ends = [session.end_time for session in v1.iter_all(sort_key=SortKeys.END_TIME, sort_dir=SortDirection.DESC)]
        return [scores == sorted(scores), ends == sorted(ends, reverse=True)]

    @step("one")
    def _():
        session = v1.get_session_details(one)
        events = v1.get_session_events(one)
        counts = [session.low_events, session.moderate_events, session.high_events, session.critical_events]
        names = [event.file.name for event in events.file_events]
        return [session.actor_name, sum(counts), session.states[-1].state_v2, names, events.total_count]

    @step("states")
    def _():
        def states():
            session = v1.get_session_details(one)
            return [[state.state, state.state_v2] for state in session.states][-1]

        def alerts():
            ids = [alert.alert_id for alert in v1.get_session_details(one).triggered_alerts]
            return sorted({alert.state for alert in client.alerts.v1.get_details(ids)})

        history = []
        for state in SessionStates:
            if state != SessionStates.OPEN_NEW_DATA:
                v1.update_state_by_id(one, state)
                history.append([*states(), *alerts()])
        # What is said of all its alerts is said of a session.
        ids = [alert.alert_id for alert in v1.get_session_details(one).triggered_alerts]
        client.alerts.v1.change_state(ids, AlertState.RESOLVED)
        history.append([*states(), *alerts()])
        v1.update_state_by_id([one, quiet], SessionStates.OPEN)
        return [history, [*states(), *alerts()]]

    @step("criteria")
    def _():
        wanted = {"rule_ids": rules["stick"], "states": SessionStates.OPEN, "start_time": today - timedelta(days=1)}
        answers = v1.update_state_by_criteria(SessionStates.CLOSED_FP, **wanted)
        closed = count(states=SessionStates.CLOSED_FP)
        v1.update_state_by_criteria(SessionStates.OPEN, rule_ids=[rules["stick"]], severities=[1, 2, 3, 4], type="STANDARD")
        return [len(answers), closed, count(states=SessionStates.OPEN)]

    @step("notes")
    def _():
        status = v1.add_note(one, "first").status_code
        v1.add_note(one, "second")
        return [status, [note.content for note in v1.get_session_details(one).notes]]

    new_data = SessionStates.OPEN_NEW_DATA
    raises("long_note", ValueError, lambda: v1.add_note(one, "x" * 2001))
    raises("no_session", HTTPError, lambda: v1.get_session_details("nope"))
    raises("no_events", HTTPError, lambda: v1.get_session_events("nope"))
    raises("no_alerts", HTTPError, lambda: v1.get_session_events(quiet))
    raises("state_of_none", HTTPError, lambda: v1.update_state_by_id([one, "nope"], SessionStates.OPEN))
    raises("note_on_none", HTTPError, lambda: v1.add_note("nope", "x"))
    raises("strange_state", HTTPError, lambda: v1.update_state_by_id(one, "NOPE"))
    raises("servers_state", HTTPError, lambda: v1.update_state_by_criteria(new_data))
    raises("page_too_large", HTTPError, lambda: v1.get_page(page_size=1001))
    raises("forbidden", HTTPError, lambda: blind.sessions.v1.get_page())


with Recorder("_incydr_sdk", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    blind = Client(given["url"], given["blindId"], given["blindSecret"])
    sessions()
seen["exceptions"] = exceptions_of(client_module)
finish(recorder)
