"""Drives an unmodified py42 over alerts; prints what came back as JSON."""

import json
import os
import sys
import warnings
from datetime import datetime, timedelta, timezone

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import py42.sdk  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from py42 import exceptions as failures  # noqa: E402
from py42.clients import alerts as client_module  # noqa: E402
from py42.sdk.queries.alerts import filters as f  # noqa: E402
from py42.sdk.queries.alerts.alert_query import AlertQuery  # noqa: E402
from py42.services import alerts as service_module  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
people, rules = given["people"], given["rules"]
ada, grace, linus = (people[name]["username"] for name in ("ada", "grace", "linus"))
today = datetime.strptime(given["day"], "%Y-%m-%d").replace(tzinfo=timezone.utc)
tomorrow = today + timedelta(days=1)


def alerts(client, blind):
    def found(*filters):
        return client.search(AlertQuery(*filters))["totalCount"]

    def of(actor):
        return sorted(client.search(AlertQuery(f.Actor.eq(actor)))["alerts"], key=lambda alert: alert["name"])

    names = [alert["name"] for alert in of(ada)]
    one, other = (alert["id"] for alert in of(grace))

    @step("search")
    def _():
        page = client.search(AlertQuery(f.RuleId.eq(rules["stick"])), page_num=2, page_size=20)
        pages = AlertQuery(f.RuleId.eq(rules["stick"]))
        pages.page_size = 10
        ids = [alert["id"] for one in client.search_all_pages(pages) for alert in one["alerts"]]
        return [names, len(page["alerts"]), page["totalCount"], len(ids), len(set(ids))]

    @step("strings")
    def _():
        actor = [f.Actor.eq(ada), f.Actor.not_eq(ada), f.Actor.is_in([ada, grace]), f.Actor.not_in([ada, grace])]
        actor += [f.Actor.contains("STRANGER"), f.Actor.not_contains("stranger")]
        rule = [f.RuleName.eq("Sticks"), f.RuleName.contains("links"), f.Description.contains("about Sticks")]
        rule += [f.Description.eq("about Sticks"), f.RuleId.is_in([rules["share"], rules["mismatch"]])]
        return [[found(one) for one in filters] for filters in (actor, rule)]

    @step("choices")
    def _():
        kinds = [found(f.RuleType.eq(kind)) for kind in f.RuleType.choices()]
        sources = [found(f.RuleSource.eq(source)) for source in f.RuleSource.choices()]
        severities = sum(found(f.Severity.eq(one)) for one in sorted(set(f.Severity.choices())))
        states = [found(f.AlertState.eq(state)) for state in f.AlertState.choices()]
        return [kinds, sources, severities, sum(states)]

    @step("dates")
    def _():
        day = f.DateObserved
        return [
            found(one)
            for one in (
                day.on_or_after(today.timestamp()),
                day.on_or_after(tomorrow.timestamp()),
                day.on_or_before(tomorrow.timestamp()),
                day.on_or_before(today.timestamp()),
                day.in_range(today.timestamp(), tomorrow.timestamp()),
                day.on_same_day(today.timestamp()),
                day.on_same_day(tomorrow.timestamp()),
            )
        ]

    @step("clauses")
    def _():
        both = [f.Actor.eq(ada), f.RuleId.eq(rules["stick"])]
        return [client.search(query)["totalCount"] for query in (AlertQuery.all(*both), AlertQuery.any(*both))]

    @step("details")
    def _():
        details = client.get_details([one, other])["alerts"]
        data = [observation["data"] for alert in details for observation in alert["observations"]]
        single = client.get_details(one)["alerts"]
        return [len(details), [one["files"][0]["name"] for one in data], [alert["id"] for alert in single] == [one]]

    @step("all_details")
    def _():
        query = AlertQuery(f.RuleId.eq(rules["stick"]))
        every = list(client.get_all_alert_details(query))
        query.sort_key, query.sort_direction = "AlertId", "asc"
        ids = [alert["id"] for alert in client.get_all_alert_details(query)]
        return [len(every), {len(alert["observations"]) for alert in every} == {1}, ids == sorted(ids)]

    @step("aggregate")
    def _():
        alert = client.get_aggregate_data(one)["alert"]
        return [alert["id"] == one, alert["fileCount"], alert["ffsUrl"]]

    @step("states")
    def _():
        def state(alert_id):
            alert = client.get_details(alert_id)["alerts"][0]
            return [alert["state"], (alert["note"] or {}).get("message"), alert["stateLastModifiedBy"] == given["username"]]

        before = state(one)
        client.resolve([one, other], reason="known")
        resolved = [state(one), state(other)]
        client.reopen(other)
        client.update_state("PENDING", one, note="to be asked")
        client.update_note(other, "asked")
        return [before, resolved, state(one), state(other), client.reopen([one, other]).status_code]

    missing = failures.Py42NotFoundError
    raises("no_details", missing, lambda: client.get_details("nope"))
    raises("no_aggregate", missing, lambda: client.get_aggregate_data("nope"))
    raises("resolve_nothing", missing, lambda: client.resolve("nope"))
    raises("note_on_nothing", missing, lambda: client.update_note("nope", "x"))
    raises("strange_state", failures.Py42BadRequestError, lambda: client.update_state("NOPE", one))
    raises("long_note", failures.Py42BadRequestError, lambda: client.update_note(one, "x" * 2001))
    raises("too_many", failures.Py42BadRequestError, lambda: client.get_details([one] * 101))
    raises("forbidden", failures.Py42ForbiddenError, lambda: blind.search(AlertQuery()))

    @step("problems")
    def _():
        return [one["type"] for one in client.search(AlertQuery(f.AlertState.eq("NOPE")))["problems"]]

    @step("rules")
    def _():
        return client.rules.get_by_observer_id(rules["stick"])["ruleMetadata"][0]["name"]


with Recorder("py42", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    sdk = py42.sdk.from_local_account(given["url"], given["username"], given["password"])
    blind = py42.sdk.from_api_client(given["url"], given["blindId"], given["blindSecret"])
    alerts(sdk.alerts, blind.alerts)
seen["exceptions"] = exceptions_of(client_module, service_module)
finish(recorder)
