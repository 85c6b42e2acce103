"""Drives an unmodified incydr SDK over actors and risk profiles; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.actors import client as actors_module  # noqa: E402
from _incydr_sdk.actors.client import ActorNotFoundError  # noqa: E402
from _incydr_sdk.exceptions import DateParseError, IncydrException  # noqa: E402
from _incydr_sdk.risk_profiles import client as profiles_module  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)
people = given["people"]
ada, grace, linus = people["ada"], people["grace"], people["linus"]
slashed = given["slashed"]


def names(actors):
    return sorted(actor.name for actor in actors)


def actors():
    v1 = client.actors.v1

    @step("search")
    def _():
        page = v1.get_page(name_starts_with="ADA", name_ends_with="EXAMPLE", active=True)
        return [names(page.actors), len(list(v1.iter_all(page_size=2))), names(v1.iter_all(active=False))]

    @step("by_id")
    def _():
        actor = v1.get_actor_by_id(ada["userUid"])
        return [actor.name, actor.active, actor.in_scope, actor.department, actor.title, actor.manager_actor_id]

    @step("by_name")
    def _():
        wanted = [ada["username"], slashed]
        found = [v1.get_actor_by_name(name, prefer_parent=parent) for name in wanted for parent in (True, False)]
        return [actor.name for actor in found]

    @step("family")
    def _():
        by_id, by_name = v1.get_family_by_member_id(linus["userUid"]), v1.get_family_by_member_name(linus["username"])
        parents = [v1.get_actor_by_id(linus["userUid"], prefer_parent=True).name, v1.get_actor_by_name(linus["username"]).name]
        preferred = names(v1.iter_all(name_starts_with="linus", prefer_parent=True))
        return [by_id.parent.name, names(by_id.children), by_name == by_id, parents, preferred]

    @step("update")
    def _():
        written = v1.update_actor(grace["userUid"], notes="leaves", start_date="2020-02-29", end_date="2026-03-31")
        facts = [written.notes, written.start_date, written.end_date]
        v1.update_actor(grace["userUid"], end_date="")
        whole = v1.get_actor_by_id(grace["userUid"])
        whole.notes = "stays"
        changed = v1.update_actor(whole)
        return [facts, [changed.notes, changed.start_date, changed.end_date]]

    raises("no_id", ActorNotFoundError, lambda: v1.get_actor_by_id("1"))
    raises("no_name", ActorNotFoundError, lambda: v1.get_actor_by_name("no/body"))
    raises("no_exact_name", ActorNotFoundError, lambda: v1.get_actor_by_name("nobody", prefer_parent=False))
    raises("no_family", ActorNotFoundError, lambda: v1.get_family_by_member_id("1"))
    raises("no_named_family", ActorNotFoundError, lambda: v1.get_family_by_member_name("nobody"))
    raises("update_nobody", ActorNotFoundError, lambda: v1.update_actor("1", notes="x"))
    raises("update_nothing", IncydrException, lambda: v1.update_actor("1"))
    raises("bad_date", DateParseError, lambda: v1.update_actor(grace["userUid"], start_date="soon"))
    raises("page_too_large", HTTPError, lambda: v1.get_page(page_size=501))
    raises("forbidden", HTTPError, lambda: blind.actors.v1.get_page())


def risk_profiles():
    v1 = client.risk_profiles.v1

    @step("profile")
    def _():
        profile = v1.get_risk_profile(ada["userUid"])
        return [profile.username, profile.department, profile.manager_username, profile.cloud_aliases, profile.deleted]

    @step("profiles")
    def _():
        page = v1.get_page(page_num=1, page_size=2)
        filters = [{"title": "analyst"}, {"department": "Engineering"}, {"manager_id": grace["userUid"]}, {"active": False}]
        filters += [{"deleted": True}, {"support_user": True}, {"country": "CH"}, {"division": "x"}, {"region": "x"}]
        filters += [{"locality": "x"}, {"employment_type": "x"}]
        found = [[profile.username for profile in v1.iter_all(**wanted)] for wanted in filters]
        return [len(page.user_risk_profiles), page.total_count, len(list(v1.iter_all(page_size=2))), found]

    @step("profile_update")
    def _():
        first = v1.update(linus["userUid"], notes="kept", start_date="2021-01-31", end_date="2026-12-01")
        second = v1.update(linus["userUid"], end_date="")
        third = v1.update(linus["userUid"], notes="")
        dates = [[day.year, day.month, day.day] for day in (first.start_date, first.end_date, third.start_date)]
        return [dates, [second.notes, second.end_date], [third.notes, third.end_date]]

    raises("no_profile", HTTPError, lambda: v1.get_risk_profile("1"))
    raises("profile_forbidden", HTTPError, lambda: blind.risk_profiles.v1.get_page())


watched = clients_of(actors_module, profiles_module)
with Recorder("_incydr_sdk", watched, os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    blind = Client(given["url"], given["blindId"], given["blindSecret"])
    actors()
    risk_profiles()
seen["exceptions"] = exceptions_of(actors_module, profiles_module)
finish(recorder)
