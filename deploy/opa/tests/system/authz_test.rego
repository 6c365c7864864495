# opa test deploy/opa/system deploy/opa/tests/system
package system.authz_test

import data.system.authz

runtime := {"env": {"SOMABRAIN_OPA_TOKEN": "the-token", "SOMABRAIN_OPA_POLICY": "mine.leader"}}

decision := {"method": "POST", "path": ["v1", "data", "somabrain", "authz", "decision"], "identity": "the-token"}

allowed(request) if authz.allow with input as request with opa.runtime as runtime

test_health_and_metrics_are_for_everybody if {
	allowed({"method": "GET", "path": ["health"]})
	allowed({"method": "GET", "path": ["metrics"]})
}

test_decisions_are_for_those_who_show_the_token if {
	allowed(decision)
	allowed(object.union(decision, {"path": ["v1", "data", "somabrain", "auth", "allow"]}))
	allowed(object.union(decision, {"path": ["v1", "data", "mine", "leader"]}))
	not allowed(object.remove(decision, ["identity"]))
	not allowed(object.union(decision, {"identity": ""}))
	not allowed(object.union(decision, {"identity": "the-tokem"}))
}

test_without_a_token_of_its_own_nobody_decides if {
	some env in [{}, {"SOMABRAIN_OPA_TOKEN": ""}]
	some identity in ["", "the-token"]
	request := object.union(decision, {"identity": identity})
	not authz.allow with input as request with opa.runtime as {"env": env}
}

test_management_is_for_nobody if {
	every method, paths in {
		"GET": [["v1", "policies"], ["v1", "data"], ["v1", "data", "somabrain"], ["v1", "config"], ["v1", "status"], []],
		"PUT": [["v1", "policies", "example.rego"], ["v1", "data", "somabrain"], ["v1", "data", "somabrain", "authz"]],
		"PATCH": [["v1", "data", "somabrain"]],
		"DELETE": [["v1", "policies", "example.rego"], ["v1", "data", "somabrain"]],
		"POST": [["v1", "query"], ["v1", "compile"], ["v1", "data"], ["v0", "data", "somabrain"], ["v1", "data", "system", "authz"], ["v1", "policies", "somabrain"], ["health"], ["metrics"], []],
	} {
		every path in paths {
			not allowed({"method": method, "path": path, "identity": "the-token"})
		}
	}
}

test_the_policy_of_the_loop_is_never_that_of_the_system if {
	every name in ["system", "system.authz"] {
		env := {"SOMABRAIN_OPA_TOKEN": "the-token", "SOMABRAIN_OPA_POLICY": name}
		request := object.union(decision, {"path": array.concat(["v1", "data"], split(name, "."))})
		not authz.allow with input as request with opa.runtime as {"env": env}
	}
}
