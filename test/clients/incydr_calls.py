"""Drives an unmodified incydr SDK against the server named in the JSON on standard input; prints what came back."""

import json
import sys
import warnings
from datetime import datetime, timedelta, timezone

warnings.simplefilter("ignore")

from incydr import Client, EventQuery, GroupingEventQuery  # noqa: E402
from _incydr_sdk.file_events.client import InvalidQueryException  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)
url, person = given["url"], given["person"]
called = []
seen = {}


def step(name, *methods):
    """Runs the decorated function at once and keeps what it returns, or how it failed, under its name."""

    def take(function):
        called.extend(methods)
        try:
            seen[name] = function()
        except Exception as error:  # the test reports it with the name of the step
            seen[name] = {"error": type(error).__name__, "message": str(error)[:2000]}

    return take


client = Client(url, given["clientId"], given["clientSecret"])
events = client.file_events.v2
called.append("Client")


@step("tenant")
def _():
    return client.tenant_id


@step("customer", "customer.v1.get")
def _():
    return client.customer.v1.get().dict()


@step("search", "file_events.v2.search", "EventQuery.equals")
def _():
    page = events.search(EventQuery(start_date="P30D").equals("user.email", person))
    first = page.file_events[0]
    return {"total": page.total_count, "token": page.next_pg_token, "email": first.user.email, "id": first.event.id}


@step("search_many", "EventQuery.is_any", "EventQuery.is_none", "EventQuery.greater_than", "EventQuery.less_than")
def _():
    query = (
        EventQuery(start_date=datetime.now(timezone.utc) - timedelta(days=30))
        .is_any("destination.category", ["Cloud Storage", "AI Tools"])
        .is_none("file.category", ["Spreadsheet"])
        .greater_than("file.sizeInBytes", 100_000)
        .less_than("file.sizeInBytes", 900_000)
    )
    return events.search(query).total_count


@step("search_exists", "EventQuery.exists", "EventQuery.does_not_exist", "EventQuery.not_equals")
def _():
    query = (
        EventQuery(start_date="P30D").exists("file.owner").does_not_exist("risk.trustReason").not_equals("user.email", person)
    )
    return events.search(query).total_count


@step("search_any", "EventQuery.matches_any")
def _():
    query = EventQuery().equals("file.name", "*.docx").equals("destination.name", ["Dropbox", "ChatGPT"]).matches_any()
    return events.search(query).total_count


@step("search_dates", "EventQuery.date_range", "EventQuery.on")
def _():
    day = given["day"]
    on = events.search(EventQuery().on("@timestamp", day)).total_count
    between = EventQuery().date_range("@timestamp", start_date=f"{day} 00:00:00", end_date=f"{day} 23:59:59")
    return [on, events.search(between).total_count]


@step("every_page")
def _():
    query = EventQuery(start_date="P90D", pgSize=1000)
    ids, pages = [], []
    while query.page_token is not None:
        page = events.search(query)
        pages.append(len(page.file_events))
        ids += [event.event.id for event in page.file_events]
    return {"pages": pages, "different": len(set(ids)), "sorted": ids == sorted(ids)}


def subgroups(*nodes, clause="AND"):
    """A query with nested groups as the console writes it; the builder of this SDK release serialises them as {}."""
    body = EventQuery(start_date="P30D").dict()
    body["groups"] += [{"subgroupClause": clause, "subgroups": list(nodes)}]
    return body


@step("subgroups", "session.post")
def _():
    nested = [
        {"filterClause": "AND", "filters": [{"term": "file.name", "operator": "IS", "value": "*.docx"}]},
        {
            "subgroupClause": "AND",
            "subgroups": [
                {"filters": [{"term": "file.name", "operator": "IS", "value": "*.rs"}]},
                {"filters": [{"term": "destination.name", "operator": "IS_ANY", "value": ["Dropbox", "Gmail"]}]},
            ],
        },
    ]
    response = client.session.post("/v2/file-events", json=subgroups(*nested, clause="OR"))
    return {"total": response.json()["totalCount"], "problems": response.json()["problems"]}


@step("builder_subquery", "EventQuery.subquery")
def _():
    query = EventQuery(start_date="P30D").subquery(
        EventQuery().matches_any().equals("destination.name", "Dropbox").equals("file.name", "*.rs")
    )
    sent = query.dict()["groups"][-1]
    try:
        return {"sent": sent, "total": events.search(query).total_count}
    except InvalidQueryException as error:
        return {"sent": sent, "refused": str(error)}


@step("groups", "file_events.v2.search_groups", "GroupingEventQuery.group_by", "GroupingEventQuery.maximum_size")
def _():
    query = GroupingEventQuery(start_date="P30D").group_by("destination.name").maximum_size(10_000)
    return [[group.value, group.doc_count] for group in events.search_groups(query).groups]


@step("groups_numbers")
def _():
    query = GroupingEventQuery(start_date="P30D").group_by("file.sizeInBytes").maximum_size(3)
    return [[group.value, group.doc_count] for group in events.search_groups(query).groups]


@step("invalid")
def _():
    try:
        return events.search(EventQuery().equals("no.such.term", "x")).total_count
    except InvalidQueryException as error:
        return str(error)


@step("saved_list", "file_events.v2.list_saved_searches")
def _():
    return [search.name for search in events.list_saved_searches()]


@step("saved_one", "file_events.v2.get_saved_search", "EventQuery.from_saved_search")
def _():
    search = events.get_saved_search(given["savedSearch"])
    return {"name": search.name, "total": events.search(EventQuery.from_saved_search(search)).total_count}


@step("saved_grouped", "GroupingEventQuery.from_saved_search")
def _():
    search = events.get_saved_search(given["savedSearch"])
    query = GroupingEventQuery.from_saved_search(search).group_by("user.email")
    return [[group.value, group.doc_count] for group in events.search_groups(query).groups]


@step("saved_unknown")
def _():
    try:
        return events.get_saved_search("00000000-0000-4000-8000-000000000000").name
    except HTTPError as error:
        return error.response.status_code


@step("wrong_secret")
def _():
    try:
        return Client(url, given["clientId"], "wrong").tenant_id
    except HTTPError as error:
        return error.response.status_code


@step("user_agent")
def _():
    return client.session.headers["User-Agent"]


print(json.dumps({"called": sorted(set(called)), "seen": seen}, default=str))
