"""Drives an unmodified incydr SDK over alerts; prints what came back as JSON."""

import json
import os
import sys
import warnings
from datetime import datetime, timedelta

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.alerts import client as client_module  # noqa: E402
from _incydr_sdk.enums.alerts import AlertSeverity, AlertState, AlertTerm, RiskSeverity, RuleType  # noqa: E402
from _incydr_sdk.queries import alerts as queries_module  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import AlertQuery, Client  # noqa: E402
from requests import HTTPError  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
people, rules = given["people"], given["rules"]
ada, linus = people["ada"], people["linus"]
day = given["day"]
tomorrow = str(datetime.strptime(day, "%Y-%m-%d").date() + timedelta(days=1))


def alerts():
    v1 = client.alerts.v1

    def found(query):
        page = v1.search(query)
        return page.total_count if page.problems is None else [problem.type.value for problem in page.problems]

    def of(actor):
        return sorted(v1.search(AlertQuery().equals("Actor", actor["username"])).alerts, key=lambda alert: alert.name)

    one, other = (alert.id for alert in of(linus)[:2])

    @step("search")
    def _():
        query = AlertQuery(pgSize=10).equals(AlertTerm.RULE_ID, rules["stick"])
        ids = [alert.id for alert in v1.iter_all(query)]
        alert = of(ada)[0]
        member = [[one.name, one.type, one.is_significant] for one in alert.watchlists]
        return [len(ids), len(set(ids)), alert.name, alert.actor_id == ada["userUid"], alert.target, member]

    # Every term is asked for a value of its own kind, and sorted by.
    @step("terms")
    def _():
        alert = of(ada)[0]
        values = {
            AlertTerm.ALERT_ID: alert.id,
            AlertTerm.TYPE: RuleType.FED_COMPOSITE.value,
            AlertTerm.NAME: alert.name,
            AlertTerm.DESCRIPTION: alert.description,
            AlertTerm.ACTOR: alert.actor,
            AlertTerm.ACTOR_ID: alert.actor_id,
            AlertTerm.TARGET: "N/A",
            AlertTerm.RISK_SEVERITY: RiskSeverity.HIGH.value,
            AlertTerm.HAS_AUTH_SIGNIFICANT_WATCHLIST: False,
            AlertTerm.STATE: AlertState.OPEN.value,
            AlertTerm.STATE_LAST_MODIFIED_BY: "nobody",
            AlertTerm.LAST_MODIFIED_BY: "nobody",
            AlertTerm.RULE_ID: alert.rule_id,
            AlertTerm.SEVERITY: AlertSeverity.HIGH.value,
        }
        instants = {AlertTerm.CREATED_AT, AlertTerm.STATE_LAST_MODIFIED_AT, AlertTerm.LAST_MODIFIED_TIME}
        wrong = []
        for term, value in values.items():
            holds = found(AlertQuery().equals(term, value))
            holds_not = given["alerts"] if isinstance(value, bool) else holds + found(AlertQuery().not_equals(term, value))
            if holds_not != given["alerts"]:
                wrong.append([term.value, holds, holds_not])
        unsorted = [term.value for term in AlertTerm if found(AlertQuery(srtKey=term.value)) != given["alerts"]]
        return [sorted(one.value for one in AlertTerm if one not in values and one not in instants), wrong, unsorted]

    @step("filters")
    def _():
        contains, holds_not = AlertQuery().contains("Actor", "STRANGER"), AlertQuery().does_not_contain("Actor", "stranger")
        any_of = AlertQuery().equals("Actor", ada["username"]).equals("RuleId", rules["stick"]).matches_any()
        several = AlertQuery().equals("RuleId", [rules["share"], rules["mismatch"]])
        return [found(query) for query in (contains, holds_not, any_of, several)]

    @step("dates")
    def _():
        queries = [AlertQuery(on=day), AlertQuery(on=tomorrow), AlertQuery(start_date=day), AlertQuery(start_date=tomorrow)]
        queries += [AlertQuery(end_date=tomorrow), AlertQuery(end_date=f"{day} 00:00:00")]
        queries += [AlertQuery(start_date=timedelta(days=2)), AlertQuery(start_date=day, end_date=tomorrow)]
        return [found(query) for query in queries]

    @step("details")
    def _():
        details = v1.get_details([one, other])
        data = [observation.data["files"][0]["name"] for alert in details for observation in alert.observations]
        return [sorted(alert.id for alert in details) == sorted([one, other]), data, len(v1.get_details(one))]

    @step("states")
    def _():
        def state(alert_id):
            alert = v1.get_details(alert_id)[0]
            return [alert.state, alert.note.message if alert.note else None]

        v1.change_state([one, other], AlertState.IN_PROGRESS, "looking")
        changed = [state(one), state(other)]
        v1.add_note(one, "found")
        v1.change_state(other, AlertState.RESOLVED)
        after = [state(one), state(other)]
        return [changed, after, v1.change_state([one, other], AlertState.OPEN).status_code]

    @step("problems")
    def _():
        return [found(AlertQuery().equals("Type", "nope")), found(AlertQuery().contains("ActorId", "1"))]

    raises("no_query", ValueError, lambda: v1.search("x"))
    raises("no_query_at_all", ValueError, lambda: list(v1.iter_all(None)))
    raises("no_values", ValueError, lambda: AlertQuery().equals("Actor", []))
    raises("no_details", HTTPError, lambda: v1.get_details("nope"))
    raises("state_of_nothing", HTTPError, lambda: v1.change_state("nope", AlertState.OPEN))
    raises("note_on_nothing", HTTPError, lambda: v1.add_note("nope", "x"))
    raises("forbidden", HTTPError, lambda: blind.alerts.v1.search(AlertQuery()))


with Recorder("_incydr_sdk", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    blind = Client(given["url"], given["blindId"], given["blindSecret"])
    alerts()
seen["exceptions"] = exceptions_of(client_module, queries_module)
finish(recorder)
