"""Drives the watchlists of an unmodified py42; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import py42.sdk  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from py42 import exceptions as failures  # noqa: E402
from py42.clients import watchlists as client_module  # noqa: E402
from py42.clients.watchlists import WatchlistType  # noqa: E402
from py42.services import watchlists as service  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
ada, grace = given["people"]["ada"]["userUid"], given["people"]["grace"]["userUid"]


def watchlists(lists, blind):
    one = lists.create(WatchlistType.DEPARTING)["watchlistId"]

    def people(pages, key):
        return [person["userId"] for page in pages for person in page[key]]

    @step("types")
    def _():
        made = [lists.create(kind)["watchlistId"] for kind in WatchlistType.choices() if kind not in ("DEPARTING_EMPLOYEE", "CUSTOM")]
        custom = lists.create(WatchlistType.CUSTOM, title="Mergers", description="x")
        titled = [custom["title"], custom["description"], lists.get(custom["watchlistId"])["listType"]]
        listed = [every["listType"] for page in lists.get_all() for every in page["watchlists"]]
        gone = [lists.delete(every).status_code for every in (*made, custom["watchlistId"])]
        return [titled, sorted(listed) == sorted(WatchlistType.choices()), set(gone) == {200}]

    @step("add")
    def _():
        # The library makes the list of a type that has none.
        by_id = lists.add_included_users_by_watchlist_id([ada, grace], one)
        by_type = lists.add_included_users_by_watchlist_type(ada, WatchlistType.FLIGHT_RISK)
        return [by_id.status_code, by_type.status_code]

    @step("read")
    def _():
        included = people(lists.get_all_included_users(one), "includedUsers")
        members = people(lists.get_all_watchlist_members(one), "watchlistMembers")
        read = lists.get_watchlist_member(one, ada)
        return [sorted(included) == sorted(members) == sorted([ada, grace]), read["userId"] == ada, read["username"]]

    # Scripts hold ids as numbers, larger than those of JavaScript.
    @step("numbers")
    def _():
        removed = lists.remove_included_users_by_watchlist_id([int(ada)], one).status_code
        return [removed, people(lists.get_all_watchlist_members(one), "watchlistMembers") == [grace]]

    @step("remove")
    def _():
        by_id = lists.remove_included_users_by_watchlist_id(grace, one)
        by_type = lists.remove_included_users_by_watchlist_type([ada], WatchlistType.FLIGHT_RISK)
        return [by_id.status_code, by_type.status_code, people(lists.get_all_watchlist_members(one), "watchlistMembers")]

    @step("delete")
    def _():
        every = [every["watchlistId"] for page in lists.get_all() for every in page["watchlists"]]
        return [lists.delete(every).status_code for every in every]

    missing = failures.Py42WatchlistNotFound
    raises("wrong_type", failures.Py42InvalidWatchlistType, lambda: lists.create("NOPE"))
    raises("no_list", missing, lambda: lists.get("nope"))
    raises("delete_again", missing, lambda: lists.delete(one))
    raises("no_members", missing, lambda: list(lists.get_all_watchlist_members(one)))
    raises("add_to_no_list", missing, lambda: lists.add_included_users_by_watchlist_id([ada], "nope"))
    raises("remove_from_no_list", missing, lambda: lists.remove_included_users_by_watchlist_id([ada], "nope"))
    raises("no_member", failures.Py42WatchlistOrUserNotFound, lambda: lists.get_watchlist_member(one, "1"))
    other = lists.create(WatchlistType.NEW_HIRE)["watchlistId"]
    raises("add_nobody", failures.Py42NotFoundError, lambda: lists.add_included_users_by_watchlist_id(["1"], other))
    raises("remove_nobody", failures.Py42NotFoundError, lambda: lists.remove_included_users_by_watchlist_id(["1"], other))
    raises("too_many", failures.Py42BadRequestError, lambda: lists.add_included_users_by_watchlist_id([ada] * 101, other))
    raises("no_such_type", failures.Py42Error, lambda: lists.remove_included_users_by_watchlist_type([ada], "nope"))
    raises("no_title", ValueError, lambda: lists.create(WatchlistType.CUSTOM))
    raises("forbidden", failures.Py42ForbiddenError, lambda: list(blind.get_all()))
    lists.delete(other)


with Recorder("py42", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    sdk = py42.sdk.from_api_client(given["url"], given["clientId"], given["clientSecret"])
    blind = py42.sdk.from_api_client(given["url"], given["blindId"], given["blindSecret"])
    watchlists(sdk.watchlists, blind.watchlists)
seen["exceptions"] = exceptions_of(client_module, service)
finish(recorder)
