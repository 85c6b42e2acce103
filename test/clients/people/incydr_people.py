"""Drives an unmodified incydr SDK over people, organizations and machines; prints what came back as JSON."""

import importlib
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from _incydr_sdk.enums import SortDirection  # noqa: E402
from _incydr_sdk.enums.devices import SortKeys as DeviceSortKeys  # noqa: E402
from _incydr_sdk.agents.models import AgentType, SortKeys  # noqa: E402
from _incydr_sdk.users.client import RoleNotFoundError, RoleProcessingError  # noqa: E402
from calls import Recorder, clients_of, exceptions_of, finish, raises, seen, step  # noqa: E402
from incydr import Client  # noqa: E402
from requests import HTTPError  # noqa: E402

given = json.load(sys.stdin)
url, people, machines = given["url"], given["people"], given["machines"]
root, sales, lab = given["root"], given["sales"], given["lab"]
ada, grace, linus = people["ada"], people["grace"], people["linus"]
laptop, mac = machines["laptop"], machines["mac"]

families = ("users", "orgs", "agents", "devices", "departments", "directory_groups", "customer")
modules = [importlib.import_module(f"_incydr_sdk.{family}.client") for family in families]


def users():
    @step("users_one")
    def _():
        by_id, by_name = client.users.v1.get_user(ada["userUid"]), client.users.v1.get_user(ada["username"])
        return [by_id.username, by_id.legacy_user_id, by_name.user_id, by_name.org_guid, by_id.active, by_id.blocked]

    @step("users_list")
    def _():
        page = client.users.v1.get_page(page_num=2, page_size=4)
        def names(**wanted):
            return [user.username for user in client.users.v1.iter_all(**wanted)]

        return {
            "page": [len(page.users), page.total_count],
            "all": len(set(names(page_size=2))),
            "name": names(username=grace["username"]),
            "inactive": names(active=False),
            "blocked": names(blocked=True),
            "active": len(names(active=True, blocked=False)),
        }

    @step("users_devices")
    def _():
        devices = client.users.v1.get_devices(ada["userUid"], sort_key=DeviceSortKeys.LAST_CONNECTED)
        agents = client.users.v1.get_agents(grace["userUid"], sort_dir=SortDirection.DESC, page_size=1)
        return [[d.device_id for d in devices.devices], [a.name for a in agents.devices], agents.total_count]

    @step("users_roles")
    def _():
        def held():
            return sorted(role.role_id for role in client.users.v1.list_user_roles(grace["userUid"]))

        added = client.users.v1.add_roles(grace["userUid"], ["Desktop User", "org-help-desk"])
        both = held()
        removed = client.users.v1.remove_roles(grace["userUid"], "Org Help Desk")
        one = held()
        client.users.v1.update_roles(grace["userUid"], ["PROe User"])
        other = held()
        client.users.v1.update_roles(grace["userUid"], [])
        return [sorted(added.newly_assigned_roles_ids), both, removed.unassigned_roles_ids, one, other, held()]

    @step("roles")
    def _():
        role = client.users.v1.get_role("Org Admin")
        everything = client.users.v1.list_roles()
        return [role.role_id, "Desktop User" in [one.role_name for one in everything], len(role.permissions) > 0]

    @step("users_turns")
    def _():
        def state():
            user = client.users.v1.get_user(linus["userUid"])
            return [user.active, user.blocked, client.agents.v1.get_agent(machines["spare"]).active]

        off = [client.users.v1.deactivate(linus["userUid"]).status_code, state()]
        on = [client.users.v1.activate(linus["userUid"]).status_code, state()]
        return [*off, *on]

    @step("users_move")
    def _():
        client.users.v1.move(linus["userUid"], lab["orgGuid"])
        moved = client.users.v1.get_user(linus["userUid"]).org_guid
        client.users.v1.move(linus["userUid"], sales["orgGuid"])
        return [moved, client.users.v1.get_user(linus["userUid"]).org_guid]

    users = client.users.v1
    raises("user_not_found", HTTPError, lambda: users.get_user("987654"))
    raises("user_name_not_found", ValueError, lambda: users.get_user("nobody@people.example"))
    raises("role_not_found", RoleNotFoundError, lambda: users.update_roles(ada["userUid"], "Nobody"))
    raises("role_not_held", RoleProcessingError, lambda: users.remove_roles(ada["userUid"], "Desktop User"))
    raises("move_nowhere", HTTPError, lambda: users.move(linus["userUid"], "no-such"))
    raises("turn_nobody", HTTPError, lambda: users.deactivate("987654"))


def orgs():
    @step("orgs")
    def _():
        orgs = client.orgs.v1
        new = orgs.create("Archive", "ref-1", lab["orgGuid"], "old things")
        under_root = orgs.create("By default")
        read = orgs.get_org(new.org_guid)
        updated = orgs.update(new.org_guid, "Attic", org_ext_ref="ref-2")
        off = [orgs.deactivate(new.org_guid).status_code, orgs.get_org(new.org_guid).active]
        listed = orgs.list(active=False)
        on = [orgs.activate(new.org_guid).status_code, orgs.get_org(new.org_guid).active]
        return {
            "read": [read.org_name, read.org_ext_ref, read.parent_org_guid, read.notes, read.user_count],
            "parent": under_root.parent_org_guid,
            "updated": [updated.org_name, updated.org_ext_ref, updated.notes],
            "off": off,
            "inactive": [org.org_name for org in listed.orgs],
            "on": on,
            "all": [sorted(org.org_name for org in orgs.list().orgs), orgs.list().total_count],
        }

    raises("org_not_found", HTTPError, lambda: client.orgs.v1.get_org("no-such"))
    raises("org_no_name", HTTPError, lambda: client.orgs.v1.create(""))
    raises("org_no_parent", HTTPError, lambda: client.orgs.v1.create("Child", parent_org_guid="no-such"))
    raises("root_stays", HTTPError, lambda: client.orgs.v1.deactivate(root["orgGuid"]))


def agents():
    @step("agents_one")
    def _():
        agent = client.agents.v1.get_agent(laptop)
        return [agent.name, agent.user_id, agent.os_name, agent.active, agent.serial_number, agent.agent_type]

    @step("agents_list")
    def _():
        def names(**wanted):
            return [agent.name for agent in client.agents.v1.iter_all(**wanted)]

        page = client.agents.v1.get_page(page_num=2, page_size=3)
        return {
            "page": [len(page.agents), page.total_count],
            "all": names(page_size=2),
            "descending": names(sort_dir=SortDirection.DESC, sort_key=SortKeys.NAME),
            "connected": len(names(sort_key=SortKeys.LAST_CONNECTED, connected_in_last_days=1)),
            "silent": names(not_connected_in_last_days=1),
            "healthy": len(names(agent_healthy=True)),
            "ill": names(agent_healthy=False, agent_health_issue_types=["NOT_CONNECTING"]),
            "issues": names(agent_health_issue_types="NOT_SENDING_SECURITY_EVENTS"),
            "modified": names(agent_health_modified_in_last_days=1),
            "user": names(user_id=ada["userUid"]),
            "serial": names(serial_number="SN-1"),
            "systems": names(agent_os_types=["MAC", "WIN"]),
            "linux": names(agent_os_types="LINUX"),
            "type": len(names(agent_type=AgentType.CODE42)) + len(names(agent_type=AgentType.COMBINED)),
            "inactive": names(active=False),
        }

    @step("agents_update")
    def _():
        status = client.agents.v1.update(mac, name="renamed", external_reference="asset 7").status_code
        agent = client.agents.v1.get_agent(mac)
        client.agents.v1.update(mac, name="mac", external_reference="")
        return [status, agent.name, agent.external_reference]

    @step("agents_turns")
    def _():
        def states():
            return [client.agents.v1.get_agent(agent).active for agent in (laptop, mac)]

        off = [client.agents.v1.deactivate([laptop, mac]).status_code, states()]
        one = [client.agents.v1.activate(mac).status_code, states()]
        return [*off, *one, client.agents.v1.activate([laptop]).status_code, states()]

    @step("agents_unknown")
    def _():
        try:
            client.agents.v1.deactivate([laptop, "987654"])
        except HTTPError as error:
            body = error.response.json()
            return [error.response.status_code, body["agentsNotFound"], client.agents.v1.get_agent(laptop).active]

    raises("agent_not_found", HTTPError, lambda: client.agents.v1.get_agent("987654"))
    raises("agent_update_not_found", HTTPError, lambda: client.agents.v1.update("987654", name="x", external_reference="y"))
    raises("agent_no_name", HTTPError, lambda: client.agents.v1.update(mac, name="", external_reference="y"))


def devices():
    @step("devices")
    def _():
        def names(**wanted):
            return [device.name for device in client.devices.v1.iter_all(**wanted)]

        one = client.devices.v1.get_device(laptop)
        page = client.devices.v1.get_page(page_num=2, page_size=3)
        return {
            "one": [one.name, one.user_id, one.org_guid, one.status],
            "page": [len(page.devices), page.total_count],
            "all": names(page_size=2, sort_dir=SortDirection.DESC),
            "filtered": [names(active=False), names(blocked=True)],
            "sorted": [sorted(names(sort_key=key)) == sorted(names()) for key in DeviceSortKeys],
        }

    raises("device_not_found", HTTPError, lambda: client.devices.v1.get_device("987654"))


def directory():
    @step("departments")
    def _():
        page = client.departments.v1.get_page(page_num=1, page_size=2)
        every = list(client.departments.v1.iter_all(page_size=2))
        return [page.departments, page.total_count, every, list(client.departments.v1.iter_all(name="fin"))]

    @step("directory_groups")
    def _():
        page = client.directory_groups.v1.get_page(page_size=1)
        every = [group.name for group in client.directory_groups.v1.iter_all(page_size=1)]
        one = [group.group_id for group in client.directory_groups.v1.iter_all(name="hands")]
        return [len(page.directory_groups), page.total_count, every, one]

    @step("customer")
    def _():
        return client.customer.v1.get().dict()


def forbidden():
    blind = Client(url, given["blindId"], given["blindSecret"])
    raises("forbidden_users", HTTPError, lambda: blind.users.v1.get_page())
    raises("forbidden_agents", HTTPError, lambda: blind.agents.v1.get_page())
    raises("forbidden_devices", HTTPError, lambda: blind.devices.v1.get_page())
    raises("forbidden_orgs", HTTPError, lambda: blind.orgs.v1.list())
    raises("forbidden_departments", HTTPError, lambda: blind.departments.v1.get_page())
    raises("forbidden_groups", HTTPError, lambda: blind.directory_groups.v1.get_page())
    raises("wrong_secret", HTTPError, lambda: Client(url, given["clientId"], "wrong"))


with Recorder("_incydr_sdk", clients_of(*modules), os.path.abspath(__file__)) as recorder:
    client = Client(url, given["clientId"], given["clientSecret"])
    users()
    orgs()
    agents()
    devices()
    directory()
    forbidden()
seen["exceptions"] = exceptions_of(*modules)
finish(recorder)
