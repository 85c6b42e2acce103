"""Drives an unmodified incydr SDK over alert rules; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.alert_rules import client as client_module  # noqa: E402
from _incydr_sdk.alert_rules.client import MissingUsernameCriterionError  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)
rules = given["rules"]


def alert_rules():
    v2 = client.alert_rules.v2

    @step("lists")
    def _():
        every = [rule.id for rule in v2.iter_all(page_size=5)]
        pages = [rule.id for number in range(3) for rule in v2.get_page(page_num=number, page_size=5)]
        tied = [rule.id for rule in v2.iter_all(watchlist_id=given["watchlist"])]
        return [len(every), every == pages, tied == [rules["system"]], len(v2.get_page())]

    @step("one")
    def _():
        rule, system = v2.get_rule(rules["listed"]), v2.get_rule(rules["system"])
        return [
            [rule.name, rule.severity, rule.is_enabled, rule.is_system_rule, system.is_system_rule],
            [rule.vectors.removable_media.is_enabled, rule.vectors.email, rule.filters.username.mode, rule.filters.username.usernames],
            [rule.notifications.contacts[0].address, rule.education.lesson_id, rule.education.messaging_method],
            [system.filters.watchlist.watchlists[0].id == given["watchlist"], rule.created_at.year == rule.modified_at.year],
        ]

    @step("switches")
    def _():
        def states():
            return [v2.get_rule(rules[name]).is_enabled for name in ("everybody", "system")]

        both = [rules["everybody"], rules["system"]]
        seen_states = []
        for switch, which in (
            (v2.enable_rules, rules["everybody"]),
            (v2.enable_rules, both),
            (v2.disable_rules, rules["system"]),
            (v2.disable_rules, both),
        ):
            switch(which)
            seen_states.append(states())
        return seen_states

    @step("users")
    def _():
        included, excluded = v2.get_users(rules["listed"]), v2.get_users(rules["excluded"])
        shown = [[one.mode, [user.aliases for user in one.users]] for one in (included, excluded)]
        return [shown, v2.remove_all_users(rules["excluded"]).status_code, v2.get_users(rules["excluded"]).users]

    raises("no_list", MissingUsernameCriterionError, lambda: v2.get_users(rules["everybody"]))
    raises("no_list_to_empty", HTTPError, lambda: v2.remove_all_users(rules["everybody"]))
    raises("users_of_none", HTTPError, lambda: v2.get_users("nope"))
    raises("no_rule", HTTPError, lambda: v2.get_rule("nope"))
    raises("enable_none", HTTPError, lambda: v2.enable_rules("nope"))
    raises("enable_one_of_none", HTTPError, lambda: v2.enable_rules([rules["stick"], "nope"]))
    raises("disable_nothing", HTTPError, lambda: v2.disable_rules([]))
    raises("page_too_large", HTTPError, lambda: v2.get_page(page_size=1001))
    raises("forbidden", HTTPError, lambda: blind.alert_rules.v2.get_page())


with Recorder("_incydr_sdk", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    blind = Client(given["url"], given["blindId"], given["blindSecret"])
    alert_rules()
seen["exceptions"] = exceptions_of(client_module)
finish(recorder)
