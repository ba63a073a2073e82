"""The SCIM view of an account in memory, as scim2-tester and scim2-client read it.

Usage: python .ci/python/scim.py path/to/torii-account
"""

import subprocess
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SearchRequest
from scim2_tester import Status, check_server

# The checks of objects create one, and users cannot be created; of these checks, users are read and changed below.
TAGS = {"discovery", "misc"}


def check(url):
    client = SyncSCIMClient(Client(base_url=url))
    results = check_server(client, include_tags=TAGS)
    failed = [result for result in results if result.status not in (Status.SUCCESS, Status.SKIPPED)]
    for result in failed:
        print(f"{result.status.name} {result.title}: {result.reason}")
    passed = sum(result.status == Status.SUCCESS for result in results)
    if failed or passed < 20:
        sys.exit(f"scim2-tester: {passed} checks passed, {len(failed)} failed")

    # The models are those of the service's own schemas; each response is validated against them.
    client.discover()
    User = client.get_resource_model("User")
    users = client.query(User).resources
    assert [user.user_name for user in users] == ["ada@acme.example", "bo@acme.example", "cy@acme.example"], users
    page = client.query(User, query_parameters=SearchRequest(start_index=2, count=1))
    assert (page.total_results, page.start_index, page.resources[0].id) == (3, 2, "48214"), page
    found = client.query(User, query_parameters=SearchRequest(filter='userName eq "ada@acme.example"'))
    ada = found.resources[0]
    assert client.query(User, ada.id) == ada
    names = client.query(User, query_parameters=SearchRequest(attributes=["userName"])).resources
    assert all(user.user_name and user.active is None for user in names), names

    operation = PatchOperation(op=PatchOperation.Op.replace_, path="active", value=False)
    changed = client.modify(User, ada.id, PatchOp[User](operations=[operation]))
    assert changed.active is False, changed
    error = client.query(User, query_parameters=SearchRequest(filter="title pr"), raise_scim_errors=False)
    assert (error.status, error.scim_type) == (400, "invalidFilter"), error
    print(f"scim2-tester: {passed} checks passed; scim2-client: 7 exchanges fit the models of the service's schemas")


with subprocess.Popen([sys.argv[1]], stdout=subprocess.PIPE, text=True) as server:
    try:
        check(server.stdout.readline().strip().removesuffix("/v1.0") + "/scim/v2")
    finally:
        server.kill()
