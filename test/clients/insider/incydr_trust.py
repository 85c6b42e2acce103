"""Drives an unmodified incydr SDK over trusted activities; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.enums import SortDirection  # noqa: E402
from _incydr_sdk.enums.trusted_activities import (  # noqa: E402
    ActivityType,
    BrowserDestination,
    CloudShareApps,
    CloudSyncApps,
    EmailServices,
    SortKeys,
)
from _incydr_sdk.trusted_activities import client as client_module  # noqa: E402
from _incydr_sdk.trusted_activities.client import MissingActivityActionGroupsError  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)


def actions(activity):
    groups = activity.activity_action_groups
    return {a.type: [p.name for p in a.providers] for group in groups for a in group.activityActions}


def trust():
    ids = {}

    @step("add_domain")
    def _():
        whole = client.trusted_activities.v2.add_domain(
            "whole.example",
            description="everything",
            file_upload=True,
            git_push=True,
            file_transfer_tools=True,
            cloud_sync_services=list(CloudSyncApps),
            cloud_share_services=list(CloudShareApps),
            email_share_services=list(EmailServices),
            browser_destinations=list(BrowserDestination),
            is_high_value=True,
        )
        part = client.trusted_activities.v2.add_domain("part.example", git_push=True)
        ids.update(whole=whole.activity_id, part=part.activity_id)
        given_all = {name: len(providers) for name, providers in actions(whole).items()}
        return [given_all, whole.is_high_value_source, actions(part), part.is_high_value_source, part.description]

    @step("add_others")
    def _():
        made = [
            client.trusted_activities.v2.add_url_path("git.example/team", is_high_value=False),
            client.trusted_activities.v2.add_slack_workspace("Partner Place", description="theirs"),
            client.trusted_activities.v2.add_account_name("OneDrive - Us", dropbox=True, one_drive=True),
            client.trusted_activities.v2.add_git_repository("git.example:team/code"),
        ]
        ids.update(slack=made[1].activity_id, account=made[2].activity_id)
        return [[one.type, one.value, actions(one)] for one in made]

    @step("get_trusted_activity")
    def _():
        one = client.trusted_activities.v2.get_trusted_activity(ids["slack"])
        return [one.value, one.description, one.principal_type, one.updated_by_principal_id, one.update_time is not None]

    @step("get_page")
    def _():
        page = client.trusted_activities.v2.get_page(
            page_num=2, page_size=2, sort_key=SortKeys.VALUE, sort_direction=SortDirection.DESC
        )
        slack = client.trusted_activities.v2.get_page(activity_type=ActivityType.SLACK)
        return [page.total_count, [one.value for one in page.trusted_activities], slack.total_count]

    @step("iter_all")
    def _():
        every = client.trusted_activities.v2.iter_all(page_size=2)
        return [one.value for one in every]

    @step("update")
    def _():
        one = client.trusted_activities.v2.get_trusted_activity(ids["whole"])
        before = actions(one)
        one.description = "changed"
        one.is_high_value_source = False
        after = client.trusted_activities.v2.update(one)
        return [after.description, after.is_high_value_source, actions(after) == before]

    v2 = client.trusted_activities.v2
    raises("no_actions", MissingActivityActionGroupsError, lambda: v2.add_domain("none.example"))
    raises("no_services", ValueError, lambda: v2.add_account_name("nobody"))
    raises("again", HTTPError, lambda: v2.add_slack_workspace("Partner Place"))
    raises("bad", HTTPError, lambda: v2.add_slack_workspace("a/b"))
    raises("missing", HTTPError, lambda: v2.get_trusted_activity("0"))

    @step("delete")
    def _():
        every = [one.activity_id for one in v2.iter_all()]
        return [[v2.delete(one).status_code for one in every], v2.get_page().total_count]


with Recorder("_incydr_sdk", clients_of(client_module), os.path.abspath(__file__)) as recorder:
    client = Client(given["url"], given["clientId"], given["clientSecret"])
    trust()
seen["exceptions"] = exceptions_of(client_module)
finish(recorder)
