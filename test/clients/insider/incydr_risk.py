"""Drives an unmodified incydr SDK over risk indicators; prints what came back as JSON."""

import inspect
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.enums import SortDirection  # noqa: E402
from _incydr_sdk.enums.file_events import RiskIndicators  # noqa: E402
from _incydr_sdk.risk_indicator_categories import client as client_module  # noqa: E402
from calls import Recorder, clients_of, finish, raises, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)


def labels(group):
    """Every label that the client knows, whatever class of the enumeration it stands in."""
    found = set()
    for name, value in vars(group).items():
        if inspect.isclass(value):
            found |= labels(value)
        elif not name.startswith("_") and isinstance(value, str):
            found.add(str(getattr(value, "value", value)))
    return found


def ids(categories):
    return [
        indicator.id
        for category in categories
        for subcategory in category.subcategories
        for indicator in subcategory.standard_indicators
    ]


def indicators():
    api = client.risk_indicator_categories.v1
    raises("no_category", HTTPError, lambda: api.get_category("nothing"))
    raises("no_subcategory", HTTPError, lambda: api.get_subcategory("destinations", "nothing"))

    @step("tree")
    def _():
        tree = api.list_categories().categories
        return [sorted(labels(RiskIndicators)), sorted(ids(tree))]

    @step("active")
    def _():
        return [ids(api.list_categories(active=False).categories), len(ids(api.list_categories(active=True).categories))]

    @step("sorted")
    def _():
        return [[category.name for category in api.list_categories(sort_direction=way).categories] for way in SortDirection]

    @step("one")
    def _():
        category = api.get_category("destinations")
        subcategory = api.get_subcategory("destinations", category.subcategories[0].id)
        return [category.name, subcategory == category.subcategories[0], len(subcategory.standard_indicators)]


with Recorder("_incydr_sdk", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    blind = Client(given["url"], given["blindId"], given["blindSecret"])
    indicators()
    raises("forbidden", HTTPError, lambda: blind.risk_indicator_categories.v1.list_categories())
finish(recorder)
