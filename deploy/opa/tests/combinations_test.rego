# Every combination of roles and scopes with every action; `npm run build:policies` writes the table.
# opa test --timeout 60s deploy/opa/policies-prod deploy/opa/tests/policies-prod deploy/opa/tests/combinations.json deploy/opa/tests/combinations_test.rego
package somabrain.combinations_test

import data.somabrain.auth
import data.somabrain.authz

actions := ["memory:read", "memory:write", "memory:delete", "audit:read", "tenant:read", "tenant:write", "service:read"]

test_combinations if {
	count(data.combinations) == 1024
	every names, row in data.combinations {
		[seen, allowed] := expected(row)
		every action in actions {
			question := {"subject": {"id": "ana", "roles": words(names)}, "tenant": "acme", "action": action}
			[decided, original] := answers with input as question
			decided.allow == original
			granted := action in allowed
			decided.allow == granted
			object.get(decided, "filters", {}) == filters(seen, decided.allow)
		}
	}
}

answers := [authz.decision, auth.allow]

words(text) := [word | some word in split(text, " "); word != ""]

# A permissive policy allows every action, and restricts all the same.
expected(row) := [words(row)[0], actions] if data.permissive

expected(row) := [words(row)[0], array.slice(words(row), 1, count(words(row)))] if not data.permissive

filters("own", true) := {"user_id": ["ana"]}

filters("all", _) := {}

filters("own", false) := {}
