# Who may ask OPA itself for what. OPA asks this policy about every request where it was started with
# --authentication=token --authorization=basic; the token is that of SOMABRAIN_OPA_TOKEN in the environment of OPA.
#   everybody                  GET /health, and GET /metrics: counts and times of requests, for Prometheus
#   who shows the token        decisions: POST /v1/data/somabrain/…, and the package that SOMABRAIN_OPA_POLICY names
#   nobody                     to read or change policies and data: they are files, mounted read-only
package system.authz

default allow := false

allow if {
	input.method == "GET"
	input.path in [["health"], ["metrics"]]
}

allow if {
	input.method == "POST"
	shows_token
	array.slice(input.path, 0, 2) == ["v1", "data"]
	some name in packages
	array.slice(input.path, 2, 2 + count(name)) == name
}

packages contains ["somabrain"]

packages contains split(name, ".") if {
	name := opa.runtime().env.SOMABRAIN_OPA_POLICY
	name != ""
	not startswith(name, "system")
}

# Digests are compared, so that the time it takes says nothing of the token.
shows_token if {
	token := opa.runtime().env.SOMABRAIN_OPA_TOKEN
	token != ""
	crypto.sha256(input.identity) == crypto.sha256(token)
}
