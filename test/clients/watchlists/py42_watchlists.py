"""Drives the watchlists of an unmodified py42; prints how every call ended, as JSON."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import py42.sdk  # noqa: E402
from py42.clients.watchlists import WatchlistType  # noqa: E402

given = json.load(sys.stdin)
lists = py42.sdk.from_api_client(given["url"], given["clientId"], given["clientSecret"]).watchlists
person = given["person"]
ended = {}


def call(name, function):
    try:
        answer = function()
        ended[name] = "ok"
        return answer
    except Exception as error:  # the test knows which must fail, and how
        ended[name] = type(error).__name__


one = call("create", lambda: lists.create(WatchlistType.DEPARTING))["watchlistId"]
call("get", lambda: lists.get(one))
call("get_all", lambda: list(lists.get_all()))
call("add_by_id", lambda: lists.add_included_users_by_watchlist_id([person], one))
call("add_by_type", lambda: lists.add_included_users_by_watchlist_type([person], WatchlistType.FLIGHT_RISK))
call("included", lambda: list(lists.get_all_included_users(one)))
call("members", lambda: list(lists.get_all_watchlist_members(one)))
call("member", lambda: lists.get_watchlist_member(one, person))
call("remove_by_id", lambda: lists.remove_included_users_by_watchlist_id([person], one))
call("remove_by_type", lambda: lists.remove_included_users_by_watchlist_type([person], WatchlistType.FLIGHT_RISK))
call("wrong_type", lambda: lists.create("NOPE"))
call("no_list", lambda: lists.get("nope"))
call("no_member", lambda: lists.get_watchlist_member(one, "1"))
call("no_user", lambda: lists.add_included_users_by_watchlist_id(["1"], one))
call("add_to_no_list", lambda: lists.add_included_users_by_watchlist_id([person], "nope"))
call("delete", lambda: lists.delete(one))
call("delete_again", lambda: lists.delete(one))
print(json.dumps(ended))
