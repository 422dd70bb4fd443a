# SPDX-License-Identifier: Apache-2.0
"""Drives a TAXII 2.1 server with taxii2-client as its users do; any surprise is an exception."""
import sys
import uuid

import requests
from taxii2client.common import TokenAuth
from taxii2client.v21 import Collection, Server, as_pages

url, user, secret = sys.argv[1:]
server = Server(url, user=user, password=secret)
assert server.title == "Oasis TAXII", server.title
root = server.api_roots[0]
assert root.versions == ["application/taxii+json;version=2.1"], root.versions
assert root.max_content_length == 16 << 20

collections = {collection.alias: collection for collection in root.collections}
plenary = collections["plenary"]
assert plenary.can_read and plenary.can_write
assert not collections["critical-infrastructure"].can_write

pages = [page["objects"] for page in as_pages(plenary.get_objects, per_request=60)]
assert [len(page) for page in pages] == [60, 60, 60, 60, 10], [len(page) for page in pages]
ids = [thing["id"] for page in pages for thing in page]
assert len(set(ids)) == 250
entries = [entry for page in as_pages(plenary.get_manifest, per_request=100) for entry in page["objects"]]
assert [entry["id"] for entry in entries] == ids
later = plenary.get_objects(added_after=entries[239]["date_added"])
assert [thing["id"] for thing in later["objects"]] == ids[240:]
assert plenary.get_objects(type="malware") == {}
assert len(plenary.get_objects(id=ids[:3])["objects"]) == 3

made = "2026-05-01T00:00:00.000Z"
indicator = {
    "type": "indicator", "spec_version": "2.1", "id": "indicator--" + str(uuid.uuid4()),
    "created": made, "modified": made, "name": "مؤشر", "indicator_types": ["malicious-activity"],
    "pattern": "[domain-name:value = 'ports.example']", "pattern_type": "stix", "valid_from": made,
}
newer = dict(indicator, modified="2026-05-02T00:00:00.000Z")
bad = {"type": "indicator", "id": "indicator--none"}
status = plenary.add_objects({"objects": [indicator, newer, bad]}, timeout=10)
assert (status.status, status.success_count, status.failure_count) == ("complete", 2, 1), status._raw
assert "STIX 2.1" in status.failures[0]["message"], status.failures
status.refresh()
assert status.success_count == 2
assert root.get_status(status.id).failure_count == 1

assert plenary.get_object(indicator["id"])["objects"] == [newer]
assert plenary.get_object(indicator["id"], version="first")["objects"] == [indicator]
assert plenary.object_versions(indicator["id"])["versions"] == [made, newer["modified"]]
try:
    plenary.delete_object(indicator["id"])
    raise AssertionError("deleted")
except requests.exceptions.HTTPError as refused:
    assert refused.response.status_code == 403

token = Collection(plenary.url, auth=TokenAuth(secret))
assert len(token.get_objects(limit=1)["objects"]) == 1
try:
    Server(url, user=user, password="wrong").title
    raise AssertionError("let in")
except requests.exceptions.HTTPError as refused:
    assert refused.response.status_code == 401
print("all good")
