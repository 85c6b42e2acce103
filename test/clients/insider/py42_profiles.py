"""Drives an unmodified py42 over user risk profiles; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import py42.sdk  # noqa: E402
import py42.settings  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from py42 import exceptions as failures  # noqa: E402
from py42.clients import userriskprofile as client_module  # noqa: E402
from py42.services import userriskprofile as service_module  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
ada, grace = given["people"]["ada"], given["people"]["grace"]


def profiles(sdk):
    service = sdk.userriskprofile

    @step("read")
    def _():
        by_id, by_name = service.get_by_id(ada["userUid"]), service.get_by_username(ada["username"])
        return [by_id["username"], by_name["userId"], by_id["department"], by_id["cloudAliases"]]

    @step("list")
    def _():
        page = service.get_page(page_num=1, page_size=2, active=True).data
        everyone = [profile["username"] for one in service.get_all() for profile in one["userRiskProfiles"]]
        titled = [profile["username"] for one in service.get_all(title="Analyst") for profile in one["userRiskProfiles"]]
        return [len(page["userRiskProfiles"]), page["totalCount"], len(everyone), titled]

    @step("update")
    def _():
        first = service.update(grace["userUid"], start_date="2021-01-31", end_date="2026-12-01", notes="kept").data
        second = service.update(grace["userUid"], end_date="").data
        third = service.update(grace["userUid"], start_date="2022-02-01", notes="").data
        return [[one["startDate"], one["endDate"], one["notes"]] for one in (first, second, third)]

    @step("aliases")
    def _():
        added = service.add_cloud_aliases(grace["userUid"], "grace@cloud.example").data["cloudAliases"]
        taken = service.delete_cloud_aliases(grace["userUid"], ["grace@cloud.example"]).data["cloudAliases"]
        return [added, taken]

    missing = failures.Py42UserRiskProfileNotFound
    raises("no_id", missing, lambda: service.get_by_id("1"))
    # The name is looked up among the users first, and py42 does not translate what that answers.
    raises("no_name", failures.Py42NotFoundError, lambda: service.get_by_username("nobody"))
    raises("update_nobody", missing, lambda: service.update("1", notes="x"))
    raises("update_nothing", failures.Py42Error, lambda: service.update(grace["userUid"]))
    raises("no_such_date", failures.Py42BadRequestError, lambda: service.update(grace["userUid"], end_date="2023-02-29"))
    raises("alias_nobody", missing, lambda: service.add_cloud_aliases("1", "x"))
    raises("take_nobody", missing, lambda: service.delete_cloud_aliases("1", "x"))
    long = failures.Py42CloudAliasCharacterLimitExceededError
    raises("long_alias", long, lambda: service.add_cloud_aliases(grace["userUid"], "x" * 51))
    many = failures.Py42CloudAliasLimitExceededError
    raises("many_aliases", many, lambda: service.add_cloud_aliases(grace["userUid"], ["one", "two"]))
    taken = failures.Py42ConflictError
    raises("taken_alias", taken, lambda: service.add_cloud_aliases(grace["userUid"], ada["username"]))


with Recorder("py42", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    profiles(py42.sdk.from_local_account(given["url"], given["username"], given["password"]))
seen["exceptions"] = sorted({*exceptions_of(client_module, service_module), "Py42ConflictError"})
finish(recorder)
