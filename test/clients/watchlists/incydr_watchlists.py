"""Drives an unmodified incydr SDK over both versions of watchlists; prints how every method ended, as JSON."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

from incydr import Client  # noqa: E402

given = json.load(sys.stdin)
client = Client(given["url"], given["clientId"], given["clientSecret"])
person, department = given["person"], given["department"]
group = client.directory_groups.v1.get_page().directory_groups[0].group_id
ended = {}

for version, lists, kind in (("v2", client.watchlists.v2, "actor"), ("v1", client.watchlists.v1, "user")):

    def call(method, *args, **named):
        try:
            answer = getattr(lists, method)(*args, **named)
            ended[f"{version}.{method}"] = "ok"
            return answer
        except Exception as error:  # the test reports it with the name of the method
            ended[f"{version}.{method}"] = f"{type(error).__name__}: {error}"[:300]

    one = call("create", "CUSTOM", title="Mergers", description="x").watchlist_id
    call("get", one)
    call("get_page", page_num=1, page_size=10)
    list(call("iter_all"))
    assert call("get_id_by_name", "Mergers") == one
    assert call("update", one, title="Deals").title == "Deals"
    for way in ("included", "excluded"):
        call(f"add_{way}_{kind}s", one, [person])
        assert call(f"list_{way}_{kind}s", one).total_count == 1
        call(f"get_{way}_{kind}", one, person)
    for way in ("included", "excluded"):
        call(f"remove_{way}_{kind}s", one, [person])
    call("add_departments", one, [department])
    call("list_departments", one)
    assert call("get_department", one, department).name == department
    call("add_directory_groups", one, [group])
    call("list_directory_groups", one)
    call("get_directory_group", one, group)
    assert call("list_members", one).total_count == 1
    call("get_member", one, person)
    call("remove_departments", one, [department])
    call("remove_directory_groups", one, [group])
    assert call("list_members", one).total_count == 0
    call("delete", one)

print(json.dumps(ended))
