"""scim2-tester against the SCIM view of an account that keeps what is written: each of its checks.

Usage: python .ci/python/scim_writes.py URL TOKEN RESOURCES [CHECK...]

RESOURCES are the types of resources to write, joined by a comma. Each CHECK is a check that is known to fail: its name, the
resource and the attribute, such as `check_add_attribute User externalId`. Any other failure is an error, and so is a check
of these that passes.
"""

import re
import sys
from collections import Counter

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

url, token, resources, *known = sys.argv[1:]
client = SyncSCIMClient(Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=120))
results = check_server(client, resource_types=resources.split(","))
counts = Counter(result.status.name for result in results)
failed = {}
for result in results:
    if result.status not in (Status.SUCCESS, Status.SKIPPED):
        resource = result.resource_type or ""
        attribute = re.search(r"'(?:[\w:.]*:)?(\w+)'", result.reason or "")
        name = " ".join(filter(None, [result.title, resource, attribute and attribute[1]]))
        failed[name] = result.reason
new = sorted(set(failed) - set(known))
gone = sorted(set(known) - set(failed))
for name in new:
    print(f"{name}: {failed[name]}")
if new or gone:
    sys.exit(f"scim2-tester: {dict(counts)}; new failures: {new}; failures that do not occur: {gone}")
print(f"scim2-tester: {counts['SUCCESS']} checks of writes and reads passed, {len(failed)} failed as expected, {counts['SKIPPED']} skipped")
