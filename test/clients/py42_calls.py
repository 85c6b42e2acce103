"""Drives an unmodified py42 against the server named in the JSON on standard input; prints what came back as JSON."""

import json
import sys
import warnings
from datetime import datetime, timedelta

warnings.simplefilter("ignore")

import py42.sdk  # noqa: E402
import requests  # noqa: E402
from py42.exceptions import (  # noqa: E402
    Py42BadRequestError,
    Py42InvalidPageTokenError,
    Py42UnauthorizedError,
)
from py42.sdk.queries.fileevents.file_event_query import FileEventQuery  # noqa: E402
from py42.sdk.queries.fileevents.filters import DeviceUsername, EventTimestamp, FileName  # noqa: E402
from py42.sdk.queries.fileevents.v2 import FileEventQuery as FileEventQueryV2  # noqa: E402
from py42.sdk.queries.fileevents.v2 import filters as v2  # noqa: E402
from requests.auth import HTTPBasicAuth  # noqa: E402

warnings.simplefilter("ignore")

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


def pages(sdk, query):
    """Every page of a query with the method meant for it."""
    response = sdk.securitydata.search_all_file_events(query)
    yield response
    while response["nextPgToken"]:
        response = sdk.securitydata.search_all_file_events(query, page_token=response["nextPgToken"])
        yield response


def provide_token():
    response = requests.get(
        url + "/c42api/v3/auth/jwt?useBody=true", auth=HTTPBasicAuth(given["username"], given["password"])
    )
    return json.loads(response.text)["data"]["v3_user_token"]


local = py42.sdk.from_local_account(url, given["username"], given["password"])
client = py42.sdk.from_api_client(url, given["clientId"], given["clientSecret"])
called += ["sdk.from_local_account", "users.get_current", "sdk.from_api_client"]


@step("jwt_provider", "sdk.from_jwt_provider", "usercontext.get_current_tenant_id")
def _():
    return py42.sdk.from_jwt_provider(url, provide_token).usercontext.get_current_tenant_id()


@step("current_user")
def _():
    return local.users.get_current()["username"]


@step("tenant", "serveradmin.get_current_tenant")
def _():
    return client.serveradmin.get_current_tenant()["tenantUid"]


@step("totp_text")
def _():
    sdk = py42.sdk.from_local_account(url, given["username"], given["password"], totp="123456")
    return sdk.users.get_current()["username"]


@step("totp_function")
def _():
    sdk = py42.sdk.from_local_account(url, given["username"], given["password"], totp=lambda: "123456")
    return sdk.users.get_current()["username"]


@step("login_configuration", "loginconfig.get_for_user")
def _():
    return local.loginconfig.get_for_user(given["username"])["loginType"]


@step("v2_search", "securitydata.search_file_events")
def _():
    response = local.securitydata.search_file_events(FileEventQueryV2.all(v2.user.Email.eq(person)))
    return {"total": response["totalCount"], "first": response["fileEvents"][0]}


@step("v2_search_as_api_client")
def _():
    return client.securitydata.search_file_events(FileEventQueryV2.all(v2.user.Email.eq(person)))["totalCount"]


@step("v2_search_any")
def _():
    query = FileEventQueryV2.any(v2.file.Name.eq("*.docx"), v2.destination.Name.is_in(["Dropbox", "ChatGPT"]))
    return local.securitydata.search_file_events(query)["totalCount"]


@step("v2_search_not")
def _():
    query = FileEventQueryV2.all(v2.destination.Category.not_in(["Cloud Storage", "Email"]), v2.file.Owner.exists())
    return local.securitydata.search_file_events(query)["totalCount"]


@step("v2_search_text")
def _():
    query = {
        "groupClause": "AND",
        "groups": [{"filters": [{"term": "user.email", "operator": "IS", "value": person}]}],
        "srtKey": "@timestamp",
        "srtDir": "desc",
        "pgNum": 1,
        "pgSize": 1,
    }
    return local.securitydata.search_file_events(json.dumps(query))["totalCount"]


@step("v1_search", "securitydata.search_file_events (v1)")
def _():
    response = local.securitydata.search_file_events(FileEventQuery.all(DeviceUsername.eq(person)))
    return {"total": response["totalCount"], "first": response["fileEvents"][0]}


@step("v1_search_names")
def _():
    return local.securitydata.search_file_events(FileEventQuery.all(FileName.eq("*.docx")))["totalCount"]


@step("v1_guide")
def _():
    since = datetime.utcnow() - timedelta(days=14)
    epoch = (since - datetime.utcfromtimestamp(0)).total_seconds()
    query = FileEventQuery(EventTimestamp.on_or_after(epoch))
    response = local.securitydata.search_file_events(query)
    return [event["md5Checksum"] for event in response["fileEvents"]][:3]


@step("v2_all", "securitydata.search_all_file_events")
def _():
    query = FileEventQueryV2.all(v2.timestamp.Timestamp.within_the_last("P90D"))
    query.page_size = 1000
    found = [[event["event"]["id"] for event in page["fileEvents"]] for page in pages(client, query)]
    ids = [identifier for page in found for identifier in page]
    return {"pages": [len(page) for page in found], "different": len(set(ids)), "sorted": ids == sorted(ids)}


@step("v1_all", "securitydata.search_all_file_events (v1)")
def _():
    query = FileEventQuery.all(EventTimestamp.within_the_last(EventTimestamp.THIRTY_DAYS))
    query.page_size = 1000
    found = [[event["eventId"] for event in page["fileEvents"]] for page in pages(local, query)]
    ids = [identifier for page in found for identifier in page]
    return {"pages": [len(page) for page in found], "different": len(set(ids)), "sorted": ids == sorted(ids)}


@step("v2_bad_token")
def _():
    query = FileEventQueryV2.all(v2.user.Email.eq(person))
    try:
        return local.securitydata.search_all_file_events(query, page_token='no"such').status_code
    except Py42InvalidPageTokenError as error:
        return {"raised": type(error).__name__, "token": error.page_token}


@step("bad_query")
def _():
    query = FileEventQueryV2.all(v2.timestamp.Timestamp.within_the_last("P90D"))
    query.page_size = 10_001
    try:
        return local.securitydata.search_file_events(query).status_code
    except Py42BadRequestError as error:
        return json.loads(error.response.text)["problems"][0]["type"]


def saved(name, use_v2):
    searches = local.securitydata.savedsearches
    identifier = given["savedSearch"]

    @step(f"{name}_saved_list", f"savedsearches.get ({name})")
    def _():
        return [search["name"] for search in searches.get(use_v2=use_v2)["searches"]]

    if not use_v2:
        return

    @step(f"{name}_saved_one", f"savedsearches.get_by_id ({name})")
    def _():
        return searches.get_by_id(identifier, use_v2=use_v2)["searches"][0]

    @step(f"{name}_saved_query", f"savedsearches.get_query ({name})")
    def _():
        query = searches.get_query(identifier, use_v2=use_v2)
        return local.securitydata.search_file_events(query)["totalCount"]

    @step(f"{name}_saved_execute", f"savedsearches.execute ({name})", f"savedsearches.search_file_events ({name})")
    def _():
        by_alias = searches.search_file_events(identifier, page_size=5, use_v2=use_v2)
        first = searches.execute(identifier, page_number=1, page_size=5, use_v2=use_v2)
        return [len(by_alias["fileEvents"]), len(first["fileEvents"]), first["totalCount"]]


saved("v1", False)
saved("v2", True)


@step("saved_unknown")
def _():
    try:
        return local.securitydata.savedsearches.get_by_id("00000000-0000-4000-8000-000000000000", use_v2=True).text
    except Exception as error:
        return type(error).__name__


def refused(name, connect):
    @step(name)
    def _():
        try:
            return connect() is None
        except Py42UnauthorizedError as error:
            return {"raised": type(error).__name__, "status": error.response.status_code, "message": str(error)}


refused("wrong_password", lambda: py42.sdk.from_local_account(url, given["username"], "wrong"))
refused("unknown_user", lambda: py42.sdk.from_local_account(url, "nobody@example.com", "wrong"))
refused("wrong_secret", lambda: py42.sdk.from_api_client(url, given["clientId"], "wrong"))
refused("wrong_token", lambda: py42.sdk.from_jwt_provider(url, lambda: "not.a.token"))

print(json.dumps({"called": sorted(set(called)), "seen": seen}))
