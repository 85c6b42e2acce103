"""Drives an unmodified incydr SDK over both versions of watchlists; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.exceptions import WatchlistNotFoundError  # noqa: E402
from _incydr_sdk.watchlists import client as version2, clientv1 as version1  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)
ada, grace = given["people"]["ada"]["userUid"], given["people"]["grace"]["userUid"]
member, department, group = given["member"], given["department"], given["group"]
ways = ("included", "excluded")


def walked(lists, kind, one):
    """What the methods tell that only version 2 has, each walk in pages of one."""
    walks = ("members", "included_actors", "excluded_actors", "departments", "directory_groups")
    if kind == "user":
        return None
    return [len(list(getattr(lists, f"iter_all_{walk}")(one, page_size=1))) for walk in walks]


def watchlists(version, lists, kind):
    def ids(page, key):
        return [getattr(one, f"{kind}_id") for one in getattr(page, key)]

    one = lists.create("CUSTOM", title=f"Mergers {version}", description="x").watchlist_id

    @step(f"{version}_list")
    def _():
        changed = lists.update(one, title=f"Deals {version}")
        read = lists.get(one)
        names = [lists.get_id_by_name(f"Deals {version}") == one, lists.get_page(page_num=1, page_size=1).total_count]
        return [read.list_type, read.title, changed.title, read.description, names, len(list(lists.iter_all(page_size=1)))]

    @step(f"{version}_people")
    def _():
        told = []
        for way, person in zip(ways, (ada, grace)):
            getattr(lists, f"add_{way}_{kind}s")(one, [person])
            listed = ids(getattr(lists, f"list_{way}_{kind}s")(one), f"{way}_{kind}s")
            told.append([listed == [person], getattr(getattr(lists, f"get_{way}_{kind}")(one, person), f"{kind}_id") == person])
        return told

    @step(f"{version}_places")
    def _():
        lists.add_departments(one, department)
        lists.add_directory_groups(one, group)
        names = [place.name for place in lists.list_departments(one).included_departments]
        groups = [place.group_id for place in lists.list_directory_groups(one).included_directory_groups]
        read = [lists.get_department(one, department).name, lists.get_directory_group(one, group).group_id == group]
        return [names, groups == [group], *read]

    @step(f"{version}_members")
    def _():
        members = ids(lists.list_members(one), "watchlist_members")
        stats = lists.get(one).stats
        counted = [getattr(stats, f"{way}_{kind}s_count") for way in ways]
        counted += [stats.included_departments_count, stats.included_directory_groups_count]
        of_ada = [page.watchlist_id for page in lists.iter_all(**{f"{kind}_id": ada})]
        read = getattr(lists.get_member(one, member), f"{kind}_id") == member
        return [members == sorted([ada, member], key=members.index), len(members), read, counted, of_ada == [one]]

    seen[f"{version}_walks"] = walked(lists, kind, one)

    @step(f"{version}_removal")
    def _():
        for way, person in zip(ways, (ada, grace)):
            getattr(lists, f"remove_{way}_{kind}s")(one, person)
        lists.remove_departments(one, [department])
        lists.remove_directory_groups(one, [group])
        return [lists.list_members(one).total_count, lists.delete(one).status_code, lists.get_page().total_count]

    flight_risk = lists.create("FLIGHT_RISK").watchlist_id
    raises(f"{version}_type_again", HTTPError, lambda: lists.create("FLIGHT_RISK"))
    raises(f"{version}_only_custom", HTTPError, lambda: lists.update(flight_risk, title="x"))
    raises(f"{version}_add_nobody", HTTPError, lambda: getattr(lists, f"add_included_{kind}s")(flight_risk, "1"))
    raises(f"{version}_add_nowhere", HTTPError, lambda: getattr(lists, f"add_included_{kind}s")("none", ada))
    raises(f"{version}_no_department", HTTPError, lambda: lists.add_departments(flight_risk, "none"))
    raises(f"{version}_no_group", HTTPError, lambda: lists.add_directory_groups(flight_risk, "none"))
    raises(f"{version}_no_member", HTTPError, lambda: lists.get_member(flight_risk, grace))
    raises(f"{version}_no_title", ValueError, lambda: lists.create("CUSTOM"))
    raises(f"{version}_no_name", WatchlistNotFoundError, lambda: lists.get_id_by_name("nothing"))
    lists.delete(flight_risk)
    raises(f"{version}_gone", HTTPError, lambda: lists.get(flight_risk))


with Recorder("_incydr_sdk", clients_of(version2, version1), os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    blind = Client(given["url"], given["blindId"], given["blindSecret"])
    watchlists("v2", client.watchlists.v2, "actor")
    watchlists("v1", client.watchlists.v1, "user")
    raises("v2_forbidden", HTTPError, lambda: blind.watchlists.v2.get_page())
    raises("v1_forbidden", HTTPError, lambda: blind.watchlists.v1.get_page())
seen["exceptions"] = exceptions_of(version2, version1)
finish(recorder)
