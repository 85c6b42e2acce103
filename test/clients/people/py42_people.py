"""Drives an unmodified py42 over people, organizations and machines; prints what came back as JSON."""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import py42.sdk  # noqa: E402
import py42.settings  # noqa: E402
from calls import Recorder, exceptions_of, finish, raises, seen, step  # noqa: E402
from py42 import exceptions as failures  # noqa: E402
from py42.clients.loginconfig import LoginConfigurationClient  # noqa: E402
from py42.clients.settings.device_settings import (  # noqa: E402
    BackupSet,
    DeviceSettings,
    DeviceSettingsDefaults,
    IncydrDeviceSettings,
    TrackedFileSelectionList,
)
from py42.clients.settings.org_settings import OrgSettings  # noqa: E402
from py42 import services  # noqa: E402
from py42.services import devices as device_module, orgs as org_module, users as user_module  # noqa: E402
from py42.services._keyvaluestore import KeyValueStoreService  # noqa: E402
from py42.services.administration import AdministrationService  # noqa: E402
from py42.services.devices import DeviceService  # noqa: E402
from py42.services.orgs import OrgService  # noqa: E402
from py42.services.users import UserService  # noqa: E402
from py42.usercontext import UserContext  # noqa: E402

warnings.simplefilter("ignore")

given = json.load(sys.stdin)
url, people, machines = given["url"], given["people"], given["machines"]
root, sales, lab = given["root"], given["sales"], given["lab"]
ada, grace, linus = people["ada"], people["grace"], people["linus"]

watched = [
    UserService,
    OrgService,
    DeviceService,
    AdministrationService,
    UserContext,
    LoginConfigurationClient,
    KeyValueStoreService,
    IncydrDeviceSettings,
    DeviceSettings,
    DeviceSettingsDefaults,
    BackupSet,
    TrackedFileSelectionList,
    OrgSettings,
]


def sign_in(person):
    return py42.sdk.from_local_account(url, person["username"], given["personPassword"])


def sign_in_as(name, password):
    return py42.sdk.from_local_account(url, name, password).users.get_current()["username"]


def users():
    @step("users_create")
    def _():
        new = sdk.users.create_user(
            sales["orgUid"], "new@people.example", "new.mail@people.example", "a password of hers", "New", "Person", "first day"
        )
        fields = ("username", "email", "firstName", "lastName", "notes", "orgUid", "status")
        return {**{field: new[field] for field in fields}, "signs_in": sign_in_as("new@people.example", "a password of hers")}

    @step("users_invited")
    def _():
        new = sdk.users.create_user(sales["orgUid"], "later@people.example", "later@people.example")
        return [new["invited"], new["active"]]

    @step("users_one")
    def _():
        by_id = sdk.users.get_by_id(ada["userId"], incRoles=True)
        by_uid = sdk.users.get_by_uid(ada["userUid"])
        by_name = sdk.users.get_by_username(ada["username"])
        found = [by_id["userUid"], by_uid["userId"], by_name["users"][0]["userUid"], len(by_name["users"])]
        return {"found": found, "roles": by_id["roles"]}

    @step("users_current")
    def _():
        return [sdk.users.get_current(incRoles=True)["username"], sign_in(ada).users.get_current()["userUid"]]

    @step("users_page")
    def _():
        page = sdk.users.get_page(2, page_size=3)
        return [len(page["users"]), page["totalCount"]]

    @step("users_filters")
    def _():
        def names(**wanted):
            return sorted(user["username"] for page in sdk.users.get_all(**wanted) for user in page["users"])

        return {
            "all": len(names()),
            "pages": len(list(sdk.users.get_all(page_size=2))),
            "unique": len(set(names(page_size=2))),
            "email": names(email="new.mail@people.example"),
            "org": len(names(org_uid=sales["orgUid"])),
            "other_org": names(org_uid=lab["orgUid"]),
            "role": names(role_id="customer-cloud-admin"),
            "q": names(q="GRACE"),
            "inactive": names(active=False),
            "active": len(names(active=True)),
        }

    @step("users_scim")
    def _():
        return [sdk.users.get_scim_data_by_uid(ada["userUid"]).data, sdk.users.get_scim_data_by_uid(linus["userUid"]).data]

    @step("users_block")
    def _():
        def state():
            user = sdk.users.get_by_id(grace["userId"])
            return [user["blocked"], user["status"]]

        statuses = [sdk.users.block(grace["userId"]).status_code, state()]
        return [*statuses, sdk.users.unblock(grace["userId"]).status_code, state()]

    @step("users_deactivate")
    def _():
        linus_himself = sign_in(linus)
        before = linus_himself.users.get_current()["username"]
        sdk.users.deactivate(linus["userId"], block_user=True)
        user = sdk.users.get_by_id(linus["userId"])
        machine = sdk.devices.get_by_guid(machines["spare"])
        raises("users_token_dead", failures.Py42UnauthorizedError, lambda: linus_himself.users.get_current())
        raises("users_no_sign_in", failures.Py42UnauthorizedError, lambda: sign_in(linus))
        return {"before": before, "active": user["active"], "blocked": user["blocked"], "machine": machine["status"]}

    @step("users_reactivate")
    def _():
        sdk.users.reactivate(linus["userId"], unblock_user=True)
        user = sdk.users.get_by_id(linus["userId"])
        return [user["active"], user["blocked"], sign_in(linus).users.get_current()["username"]]

    @step("users_move")
    def _():
        sdk.users.change_org_assignment(linus["userId"], lab["orgId"])
        moved = sdk.users.get_by_uid(linus["userUid"])["orgUid"]
        sdk.users.change_org_assignment(linus["userId"], sales["orgId"])
        return [moved, sdk.users.get_by_uid(linus["userUid"])["orgUid"]]

    @step("users_roles")
    def _():
        def held():
            return sorted(role["roleId"] for role in sdk.users.get_roles(grace["userId"]))

        def named():
            return sorted(sdk.users.get_by_id(grace["userId"], incRoles=True)["roles"])

        available = {role["roleName"]: role["roleId"] for role in sdk.users.get_available_roles()}
        given_roles = [available["Desktop User"], held()]
        sdk.users.add_role(grace["userId"], "Desktop User")
        sdk.users.add_role(grace["userId"], "org-help-desk")
        added = [held(), named()]
        sdk.users.remove_role(grace["userId"], "desktop-user")
        sdk.users.remove_role(grace["userId"], "Org Help Desk")
        return [*given_roles, *added, held()]

    @step("users_update")
    def _():
        uid = people["margaret"]["userUid"]
        changed = sdk.users.update_user(
            uid,
            username="maggie@people.example",
            email="maggie.mail@people.example",
            password="another good password",
            first_name="Maggie",
            last_name="Changed",
            notes="renamed",
            archive_size_quota_bytes=5_000_000_000,
        )
        only = sdk.users.update_user(uid, notes="again")
        return [
            {name: changed[name] for name in ("username", "email", "firstName", "lastName", "notes", "quotaInBytes")},
            {name: only[name] for name in ("username", "notes", "quotaInBytes")},
            sign_in_as("maggie@people.example", "another good password"),
        ]

    edsger = people["edsger"]["userUid"]
    create, update = sdk.users.create_user, sdk.users.update_user
    raises("duplicate", failures.Py42UserAlreadyExistsError, lambda: create(sales["orgUid"], ada["username"], "x@y.zz"))
    raises("no_mail_name", failures.Py42UsernameMustBeEmailError, lambda: update(edsger, username="plain"))
    raises("bad_mail", failures.Py42InvalidEmailError, lambda: update(edsger, email="no mail"))
    raises("bad_password", failures.Py42InvalidPasswordError, lambda: update(edsger, password="short"))
    raises("bad_name", failures.Py42InvalidUsernameError, lambda: update(edsger, username=" @ \n"))
    raises("bad_quota", failures.Py42BadRequestError, lambda: update(edsger, archive_size_quota_bytes=-5))
    raises("users_no_org", failures.Py42OrgNotFoundError, lambda: sdk.users.get_page(1, org_uid="no-such"))
    raises("create_no_org", failures.Py42BadRequestError, lambda: create("no-such", "a@b.cc", "a@b.cc"))
    raises("user_not_found", failures.Py42NotFoundError, lambda: sdk.users.get_by_id(987_654))
    raises("user_uid_not_found", failures.Py42NotFoundError, lambda: sdk.users.get_by_uid("987654"))
    raises("client_is_no_user", failures.Py42NotFoundError, lambda: client.users.get_current())
    raises("deactivate_self", failures.Py42BadRequestError, lambda: sdk.users.deactivate(sdk.users.get_current()["userId"]))
    raises("move_nowhere", failures.Py42BadRequestError, lambda: sdk.users.change_org_assignment(linus["userId"], 987_654))
    raises("no_permission", failures.Py42ForbiddenError, lambda: sign_in(ada).users.get_available_roles())
    raises("no_permission_list", failures.Py42ForbiddenError, lambda: next(sign_in(ada).users.get_all()))
    seen["users_unchanged"] = sdk.users.get_by_uid(edsger)["username"]


def orgs():
    created = {}

    @step("orgs_create")
    def _():
        new = sdk.orgs.create_org("Archive", "ref-1", "old things", parent_org_uid=lab["orgUid"])
        created.update(new.data)
        return {name: new[name] for name in ("orgName", "orgExtRef", "notes", "parentOrgUid", "status")}

    @step("orgs_one")
    def _():
        by_id = sdk.orgs.get_by_id(created["orgId"])
        by_uid = sdk.orgs.get_by_uid(created["orgUid"], incCounts=True)
        return [by_id["orgGuid"] == created["orgGuid"], by_uid["orgName"], by_uid["userCount"]]

    @step("orgs_list")
    def _():
        page = sdk.orgs.get_page(1, page_size=2)
        every = [org["orgName"] for page in sdk.orgs.get_all(page_size=2) for org in page["orgs"]]
        return [len(page["orgs"]), page["totalCount"], sorted(every)]

    @step("orgs_update")
    def _():
        sdk.orgs.update_org(created["orgId"], name="Attic")
        named = sdk.orgs.get_by_id(created["orgId"])
        sdk.orgs.update_org(created["orgId"], notes="dusty", ext_ref="ref-2")
        noted = sdk.orgs.get_by_id(created["orgId"])
        return [[org["orgName"], org["notes"], org["orgExtRef"]] for org in (named, noted)]

    def state():
        org = sdk.orgs.get_by_id(created["orgId"])
        return [org["active"], org["blocked"], org["status"]]

    @step("orgs_block")
    def _():
        return [sdk.orgs.block(created["orgId"]).status_code, state(), sdk.orgs.unblock(created["orgId"]).status_code, state()]

    @step("orgs_deactivate")
    def _():
        member = sdk.users.create_user(created["orgUid"], "attic@people.example", "attic@people.example", "a password of hers")
        sdk.orgs.deactivate(created["orgId"])
        deactivated = [state(), sdk.users.get_by_id(member["userId"])["active"]]
        sdk.orgs.reactivate(created["orgId"])
        return [*deactivated, state(), sdk.users.get_by_id(member["userId"])["active"]]

    @step("orgs_map")
    def _():
        return sdk.orgs.org_id_map[created["orgId"]] == created["orgGuid"]

    @step("orgs_current")
    def _():
        return [sdk.orgs.get_current()["orgUid"], sign_in(ada).orgs.get_current()["orgUid"]]

    raises("orgs_client_current", failures.Py42InternalServerError, lambda: client.orgs.get_current())
    raises("org_not_found", failures.Py42Error, lambda: sdk.orgs.get_by_id(987_654))
    raises("org_uid_not_found", failures.Py42Error, lambda: sdk.orgs.get_by_uid("no-such"))
    raises("org_without_parent", failures.Py42Error, lambda: sdk.orgs.create_org("Nowhere"))
    raises("org_name_missing", failures.Py42BadRequestError, lambda: sdk.orgs.create_org("", parent_org_uid=lab["orgUid"]))
    raises("root_stays", failures.Py42BadRequestError, lambda: sdk.orgs.deactivate(root["orgId"]))

    @step("orgs_agent_state")
    def _():
        one = sdk.orgs.get_agent_state(str(sales["orgId"]), "fullDiskAccess").data
        two = sdk.orgs.get_agent_full_disk_access_states(str(sales["orgId"])).data
        return [one == two, [state["deviceGuid"] for state in one]]


def devices():
    laptop, mac = machines["laptop"], machines["mac"]
    number = sdk.devices.get_by_guid(laptop)["computerId"]

    @step("devices_one")
    def _():
        by_id = sdk.devices.get_by_id(number, include_backup_usage=True)
        by_guid = sdk.devices.get_by_guid(laptop, include_backup_usage=True, incHistory=True)
        usage = by_id["backupUsage"][0]
        return {
            "guid": by_id["guid"],
            "id": by_guid["computerId"] == number,
            "usage": [usage["targetComputerName"], usage["archiveBytes"], usage["archiveFormat"], usage["percentComplete"]],
            "history": by_guid["backupUsage"][0]["history"],
            "owner": [by_id["userUid"], by_id["orgUid"]],
            "system": sdk.devices.get_by_guid(mac)["osName"],
            "plain": "backupUsage" in sdk.devices.get_by_id(number).data,
        }

    @step("devices_page")
    def _():
        page = sdk.devices.get_page(1, page_size=3)
        return [len(page["computers"]), page["totalCount"], page["criticalCount"], page["warningCount"]]

    @step("devices_filters")
    def _():
        def guids(**wanted):
            return [machine["guid"] for page in sdk.devices.get_all(**wanted) for machine in page["computers"]]

        pages = list(sdk.devices.get_all(page_size=2))
        return {
            "all": len(guids()),
            "pages": [len(page["computers"]) for page in pages],
            "user": guids(user_uid=ada["userUid"]) == [laptop],
            "org": len(guids(org_uid=sales["orgUid"])),
            "other_org": guids(org_uid=lab["orgUid"]),
            "destination": guids(destination_guid="632540230984925185") == [laptop],
            "q": guids(q="spar") == [machines["spare"]],
            "blocked": guids(blocked=True),
            "inactive": guids(active=False),
            "usage": [len(m["backupUsage"]) for page in sdk.devices.get_all(include_backup_usage=True) for m in page["computers"]],
            "no_counts": "totalCount" in sdk.devices.get_page(1, include_counts=False).data,
        }

    def state():
        return sdk.devices.get_by_id(number)["status"]

    @step("devices_turns")
    def _():
        turns = []
        for turn in (sdk.devices.block, sdk.devices.unblock, sdk.devices.deactivate, sdk.devices.reactivate, sdk.devices.deauthorize):
            turns.append([turn(number).status_code < 300, state()])
        return turns

    @step("devices_agent_state")
    def _():
        one = sdk.devices.get_agent_state(mac, "fullDiskAccess").data
        return [one, sdk.devices.get_agent_full_disk_access_state(mac)["value"]]

    @step("devices_upgrade")
    def _():
        return sdk.devices.upgrade(laptop).status_code

    raises("agent_state_unknown", failures.Py42NotFoundError, lambda: sdk.devices.get_agent_state(laptop, "fullDiskAccess"))
    raises("device_not_found", failures.Py42NotFoundError, lambda: sdk.devices.get_by_id(987_654))
    raises("device_guid_not_found", failures.Py42NotFoundError, lambda: sdk.devices.get_by_guid("987654321"))
    raises("block_not_found", failures.Py42NotFoundError, lambda: sdk.devices.block(987_654))
    raises("turn_not_found", failures.Py42NotFoundError, lambda: sdk.devices.deactivate(987_654))
    raises("upgrade_not_found", failures.Py42NotFoundError, lambda: sdk.devices.upgrade("987654321"))
    raises("devices_no_org", failures.Py42OrgNotFoundError, lambda: sdk.devices.get_page(1, org_uid="no-such"))
    raises("devices_forbidden", failures.Py42ForbiddenError, lambda: sign_in(ada).devices.get_page(1))

    def owner_away(block, unblock):
        block(ada["userId"])
        try:
            return sdk.devices.block(number)
        finally:
            unblock(ada["userId"])

    raises("owner_blocked", failures.Py42InternalServerError, lambda: owner_away(sdk.users.block, sdk.users.unblock))


def device_settings():
    @step("incydr_device")
    def _():
        settings = sdk.devices.get_settings(machines["server"])
        read = ("name", "computer_id", "device_id", "guid", "org_id", "user_id", "version")
        facts = {name: getattr(settings, name) for name in read}
        before = [settings.external_reference, settings.notes]
        settings.external_reference = "asset 7"
        settings.notes = "under the desk"
        changes = dict(settings.changes)
        sdk.devices.update_settings(settings)
        again = sdk.devices.get_settings(machines["server"])
        return {
            "class": type(settings).__name__,
            "facts": facts,
            "before": before,
            "changes": sorted(changes),
            "after": [again.external_reference, again.notes],
        }

    read_only = ("computer_id", "device_id", "guid", "org_id", "user_id", "version", "java_memory_heap_max")
    values = {
        "name": "renamed",
        "external_reference": "asset 8",
        "notes": "backs up",
        "warning_email_enabled": True,
        "critical_email_enabled": True,
        "warning_alert_days": 5,
        "critical_alert_days": 9,
        "backup_status_email_enabled": True,
        "backup_status_email_frequency_days": 14,
    }

    @step("backup_device")
    def _():
        settings = sdk.devices.get_settings(machines["laptop"])
        facts = {name: getattr(settings, name) for name in read_only}
        before = {name: getattr(settings, name) for name in values}
        for name, value in values.items():
            setattr(settings, name, value)
        sdk.devices.update_settings(settings)
        again = sdk.devices.get_settings(machines["laptop"])
        return {
            "class": type(settings).__name__,
            "facts": facts,
            "before": before,
            "changes": sorted(settings.changes),
            "kept": {name: getattr(again, name) for name in values} == values,
            "destinations": again.available_destinations,
        }

    @step("backup_sets")
    def _():
        settings = sdk.devices.get_settings(machines["laptop"])
        kept = edit_backup_set(settings.backup_sets[0], settings.available_destinations)
        sdk.devices.update_settings(settings)
        [again] = sdk.devices.get_settings(machines["laptop"]).backup_sets
        return {**kept, "after": files_of(again), "destinations": again.destinations, "locked": again.locked}


def files_of(backup_set):
    kinds = (backup_set.included_files, backup_set.excluded_files, backup_set.filename_exclusions)
    return [list(kind) for kind in kinds]


def edit_backup_set(backup_set, available):
    """Takes a backup set through every change it knows; what is left is what must come back."""
    before = files_of(backup_set)
    backup_set.included_files = ["/srv/"]
    backup_set.excluded_files = ["/srv/cache/"]
    backup_set.filename_exclusions = [".*\\.bak"]
    included = backup_set.included_files
    included.append("/opt/")
    included.extend(["/var/", "/etc/"])
    included.insert(0, "/home/")
    included.remove("/var/")
    included.register_change()
    popped = included.pop()
    backup_set.excluded_files.clear()
    [guid] = available
    backup_set.add_destination(guid)
    backup_set.lock_destination(guid)
    locked = dict(backup_set.destinations)
    backup_set.unlock_destination(guid)
    backup_set.remove_destination(guid)
    removed = dict(backup_set.destinations)
    backup_set.add_destination(guid)
    raises("foreign_destination", failures.Py42Error, lambda: backup_set.add_destination("1"))
    return {"before": before, "popped": popped, "locked_destination": locked, "removed": removed}


org_values = {
    "org_name": "Laboratory",
    "external_reference": "lab-1",
    "notes": "measured",
    "archive_hold_days": 14,
    "maximum_user_subscriptions": 50,
    "org_backup_quota": 500,
    "user_backup_quota": 20,
    "quota_settings_inherited": False,
    "web_restore_admin_limit": 600,
    "web_restore_user_limit": 300,
    "backup_warning_email_days": 4,
    "backup_critical_email_days": 8,
    "backup_alert_recipient_emails": ["it@people.example", "ops@people.example"],
    "reporting_settings_inherited": False,
}
packet_values = {
    "endpoint_monitoring_enabled": True,
    "endpoint_monitoring_removable_media_enabled": True,
    "endpoint_monitoring_cloud_sync_enabled": False,
    "endpoint_monitoring_browser_and_applications_enabled": True,
    "endpoint_monitoring_printer_detection_enabled": False,
    "endpoint_monitoring_file_metadata_collection_enabled": True,
    "endpoint_monitoring_file_metadata_scan_enabled": True,
    "endpoint_monitoring_file_metadata_ingest_scan_enabled": False,
    "endpoint_monitoring_background_priority_enabled": True,
    "endpoint_monitoring_custom_applications_win": ["a.exe", "b.exe"],
    "endpoint_monitoring_custom_applications_mac": ["A.app"],
    "endpoint_monitoring_file_metadata_collection_exclusions": '{"linux": ["*.o"]}',
    "endpoint_monitoring_file_exfiltration_detection_exclusions": '{"mac": ["*.o"]}',
    "web_restore_enabled": True,
}
default_values = {
    "warning_email_enabled": True,
    "critical_email_enabled": True,
    "warning_alert_days": 6,
    "critical_alert_days": 12,
    "backup_status_email_enabled": True,
    "backup_status_email_frequency_days": 21,
}


def written_back(values, target, update, again):
    """Sets every value, writes back, and tells what was there, what changed and what did not come back."""
    before = {name: getattr(target, name) for name in values}
    for name, value in values.items():
        setattr(target, name, value)
    response = update()
    after = again()
    lost = {name: getattr(after, name) for name, value in values.items() if getattr(after, name) != value}
    return {"before": before, "error": response.error, "lost": lost}


def org_settings():
    def read():
        return sdk.orgs.get_settings(lab["orgId"])

    def update(settings):
        return lambda: sdk.orgs.update_settings(settings)

    @step("org_settings")
    def _():
        settings = read()
        facts = [settings.org_id, settings.registration_key]
        return {"facts": facts, **written_back(org_values, settings, update(settings), read)}

    @step("org_packets")
    def _():
        settings = read()
        outcome = written_back(packet_values, settings, update(settings), read)
        return {**outcome, "packets": len(settings.packets)}

    @step("org_device_defaults")
    def _():
        settings = read()
        destinations = settings.device_defaults.available_destinations
        outcome = written_back(default_values, settings.device_defaults, update(settings), lambda: read().device_defaults)
        return {**outcome, "destinations": destinations}

    @step("org_backup_sets")
    def _():
        settings = read()
        defaults = settings.device_defaults
        kept = edit_backup_set(defaults.backup_sets[0], defaults.available_destinations)
        error = sdk.orgs.update_settings(settings).error
        [again] = read().device_defaults.backup_sets
        return {**kept, "error": error, "after": files_of(again), "destinations": again.destinations}

    @step("org_settings_refused")
    def _():
        settings = read()
        settings.org_name = ""
        refused = sdk.orgs.update_settings(settings)
        return [refused.error, type(refused.org_response).__name__, read().org_name]


def discovery():
    @step("tenant")
    def _():
        return [sdk.serveradmin.get_current_tenant().data, sdk.usercontext.get_current_tenant_id(), client.usercontext.get_current_tenant_id()]

    @step("login_configuration")
    def _():
        return [sdk.loginconfig.get_for_user(name)["loginType"] for name in (ada["username"], "nobody@people.example")]

    @step("service_keys")
    def _():
        connection = sdk.users._connection
        store = KeyValueStoreService(connection)
        keys = ("FedObserver-API_URL", "AlertService-API_URL", "FORENSIC_SEARCH-API_URL", "EXFILTRATED-DATA-SERVICE_API-URL")
        more = ("AUDIT-LOG_API-URL", "CASES_API-URL", "TRUSTED-DOMAINS_API-URL", "watchlists-API_URL")
        return sorted({store.get_stored_value(key).text for key in keys + more})

    raises("no_such_key", failures.Py42NotFoundError, lambda: KeyValueStoreService(sdk.users._connection).get_stored_value("NO-SUCH_API-URL"))


def throttled():
    """Wrong passwords hold an account off, also for the right one; py42 sends each wrong request twice."""
    for _ in range(5):
        try:
            py42.sdk.from_local_account(url, people["edsger"]["username"], "wrong")
        except failures.Py42HTTPError:
            pass
    raises("too_many_tries", failures.Py42TooManyRequestsError, lambda: sign_in(people["edsger"]))


def failures_known():
    """Exceptions that the watched services raise themselves, and those that stand for a status of their own."""
    statuses = {name for name in failures.raise_py42_error.__code__.co_names if name.startswith("Py42")}
    return sorted(statuses - {"Py42HTTPError"} | {*exceptions_of(services, user_module, org_module, device_module)})


with Recorder("py42", watched, os.path.abspath(__file__)) as recorder:
    sdk = py42.sdk.from_local_account(url, given["username"], given["password"])
    client = py42.sdk.from_api_client(url, given["clientId"], given["clientSecret"])
    users()
    orgs()
    devices()
    device_settings()
    org_settings()
    discovery()
    throttled()
seen["exceptions"] = failures_known()
finish(recorder)
