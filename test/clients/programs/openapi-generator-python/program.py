"""Stores a memory and finds it again, with the Python client of openapi-generator."""

import os

import brain

tenant = os.environ["CLIENT_TENANT"]
settings = brain.Configuration(host=os.environ["CLIENT_URL"], access_token=os.environ["CLIENT_TOKEN"])

with brain.ApiClient(settings) as client:
    memory = brain.MemoryApi(client)
    content = {"content": "Paris is the capital of France", "tags": ["geo"], "metadata": {"source": "atlas"}}
    stored = memory.remember(brain.RememberRequest.from_dict(content), x_tenant_id=tenant)
    print("remember", stored.id)
    question = brain.RecallRequest(query="capital of France", k=3, tags=["geo"])
    found = memory.recall(question, x_tenant_id=tenant)
    print("recall", found.results[0].content)
