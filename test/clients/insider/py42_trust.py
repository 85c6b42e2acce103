"""Drives an unmodified py42 over trusted activities; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import py42.sdk  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from py42 import exceptions as failures  # noqa: E402
from py42.clients import trustedactivities as client_module  # noqa: E402
from py42.clients.trustedactivities import TrustedActivityType  # noqa: E402
from py42.services import trustedactivities as service_module  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)


def trust():
    made = {}

    @step("create")
    def _():
        domain = sdk.trustedactivities.create(TrustedActivityType.DOMAIN, "partner.example", "a partner")
        slack = sdk.trustedactivities.create(TrustedActivityType.SLACK, "Partner Place")
        made.update(domain=domain["resourceId"], slack=slack["resourceId"])
        return [[one["type"], one["value"], one["description"], one["updatedByUsername"]] for one in (domain, slack)]

    @step("get_all")
    def _():
        def values(**wanted):
            pages = list(sdk.trustedactivities.get_all(**wanted))
            return [[one["value"] for one in page["trustResources"]] for page in pages]

        return [values(), values(type=TrustedActivityType.SLACK), values(page_size=1)]

    @step("get")
    def _():
        return sdk.trustedactivities.get(made["slack"])["value"]

    @step("update")
    def _():
        described = sdk.trustedactivities.update(made["slack"], description="theirs")
        valued = sdk.trustedactivities.update(made["slack"], value="Other Place")
        return [[one["value"], one["description"]] for one in (described, valued)]

    long, bad = "x" * 251, "not a domain"
    activities = sdk.trustedactivities
    for name, change in (
        ("create", lambda value, text=None: activities.create("DOMAIN", value, text)),
        ("update", lambda value, text=None: activities.update(made["domain"], value, text)),
    ):
        raises(f"{name}_long", failures.Py42DescriptionLimitExceededError, lambda: change("long.example", long))
        raises(f"{name}_bad", failures.Py42TrustedActivityInvalidCharacterError, lambda: change(bad))
    raises("create_again", failures.Py42TrustedActivityConflictError, lambda: activities.create("DOMAIN", "partner.example"))
    other = activities.create("DOMAIN", "other.example")["resourceId"]
    raises("update_again", failures.Py42TrustedActivityConflictError, lambda: activities.update(other, "partner.example"))
    for name, call in (
        ("get", lambda: activities.get(0)),
        ("update", lambda: activities.update(0, "none.example")),
        ("delete", lambda: activities.delete(0)),
    ):
        raises(f"{name}_none", failures.Py42TrustedActivityIdNotFound, call)

    @step("delete")
    def _():
        statuses = [activities.delete(one).status_code for one in (made["domain"], made["slack"], other)]
        return [statuses, [page["trustResources"] for page in activities.get_all()]]


with Recorder("py42", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    sdk = py42.sdk.from_local_account(given["url"], given["username"], given["password"])
    trust()
seen["exceptions"] = exceptions_of(service_module)
finish(recorder)
