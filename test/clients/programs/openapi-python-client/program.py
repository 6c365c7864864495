"""Stores a memory and finds it again, with the client of openapi-python-client."""

import os

from brain import AuthenticatedClient
from brain.api.memory import recall, remember
from brain.models import Problem, RecallRequest, RememberRequest

tenant = os.environ["CLIENT_TENANT"]
client = AuthenticatedClient(base_url=os.environ["CLIENT_URL"], token=os.environ["CLIENT_TOKEN"])

content = {"content": "Paris is the capital of France", "tags": ["geo"], "metadata": {"source": "atlas"}}
stored = remember.sync(client=client, body=RememberRequest.from_dict(content), x_tenant_id=tenant)
assert stored is not None and not isinstance(stored, Problem), stored
print("remember", stored.id)

question = RecallRequest(query="capital of France", k=3, tags=["geo"])
found = recall.sync(client=client, body=question, x_tenant_id=tenant)
assert found is not None and not isinstance(found, Problem), found
print("recall", found.results[0].content)
