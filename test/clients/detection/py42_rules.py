"""Drives an unmodified py42 over alert rules and rules by their type; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import py42.sdk  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from py42 import exceptions as failures  # noqa: E402
from py42.clients import alertrules as client_module  # noqa: E402
from py42.services import alertrules as service_module  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
rules, people = given["rules"], given["people"]
ada, grace = people["ada"], people["grace"]


def alert_rules(client, blind):
    def metadata(pages):
        return [rule for page in pages for rule in page["ruleMetadata"]]

    @step("lists")
    def _():
        every = metadata(client.get_all())
        page = client.get_page(page_num=2, page_size=5, sort_key="Name", sort_direction="ASC").data
        ascending = [rule["name"] for rule in metadata(client.get_all(sort_key="Name", sort_direction="ASC"))]
        same = ascending[5:10] == [rule["name"] for rule in page["ruleMetadata"]]
        return [len(every), same, ascending == sorted(ascending), page["totalCount"]]

    @step("finds")
    def _():
        named = [rule["observerRuleId"] for rule in metadata(client.get_all_by_name("sTICKS"))]
        rule = client.get_by_observer_id(rules["system"])["ruleMetadata"][0]
        none = client.get_by_observer_id("nope")["ruleMetadata"]
        return [named == [rules["stick"]], rule["isSystem"], rule["isEnabled"], none]

    @step("types")
    def _():
        exfiltration = client.exfiltration.get(rules["stick"])["rules"]
        share = client.cloudshare.get(rules["share"])["rules"]
        mismatch = client.filetypemismatch.get(rules["mismatch"])["rules"]
        strange = client.cloudshare.get(rules["stick"])["rules"]
        return [
            [exfiltration[0]["name"], exfiltration[0]["fileActivityIs"]["uploadedOnRemovableMedia"], exfiltration[0]["severity"]],
            [share[0]["name"], share[0]["watchGoogleDrive"]],
            [mismatch[0]["name"], mismatch[0]["fileBelongsTo"]["usersToAlertOn"]],
            strange,
        ]

    @step("users")
    def _():
        def named():
            return listed_users.post("/svc/api/v1/rules/query-users", json={"ruleId": rules["listed"]}).data["users"]

        added = client.add_user(rules["listed"], grace["userUid"]).status_code
        after = {bag["userIdFromAuthority"]: bag["userAliasList"] for bag in named()}
        removed = client.remove_user(rules["listed"], grace["userUid"]).status_code
        rest = len(named())
        nobody = client.remove_all_users(rules["listed"]).status_code
        return [added, after[grace["userUid"]], removed, rest, nobody, named()]

    missing, refused = failures.Py42InvalidRuleError, failures.Py42InvalidRuleOperationError
    raises("add_to_none", missing, lambda: client.add_user("nope", grace["userUid"]))
    raises("remove_from_none", failures.Py42NotFoundError, lambda: client.remove_user("nope", grace["userUid"]))
    raises("add_nobody", failures.Py42UserRiskProfileNotFound, lambda: client.add_user(rules["listed"], "1"))
    raises("add_to_system", refused, lambda: client.add_user(rules["system"], grace["userUid"]))
    raises("remove_from_system", refused, lambda: client.remove_user(rules["system"], grace["userUid"]))
    raises("empty_system", refused, lambda: client.remove_all_users(rules["system"]))
    raises("remove_unlisted", failures.Py42BadRequestError, lambda: client.remove_user(rules["listed"], grace["userUid"]))
    raises("no_list", failures.Py42BadRequestError, lambda: client.add_user(rules["everybody"], grace["userUid"]))
    raises("forbidden", failures.Py42ForbiddenError, lambda: client_of(blind).get_page())


def client_of(sdk):
    return sdk.alerts.rules


by_type = {"ExfiltrationService", "CloudShareService", "FileTypeMismatchService"}
watched = [*clients_of(client_module), *(cls for cls in clients_of(service_module) if cls.__name__ in by_type)]
with Recorder("py42", watched, os.path.abspath(__file__)) as recorder:
    sdk = py42.sdk.from_local_account(given["url"], given["username"], given["password"])
    blind = py42.sdk.from_api_client(given["url"], given["blindId"], given["blindSecret"])
    # No method of py42 reads whom a rule lists.
    listed_users = sdk.alerts.rules._alert_rules_service._connection
    alert_rules(sdk.alerts.rules, blind)
seen["exceptions"] = exceptions_of(client_module, service_module)
finish(recorder)
