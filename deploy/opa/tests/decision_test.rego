# Every case of the table beside this file: opa test deploy/opa/policies-prod deploy/opa/tests/policies-prod deploy/opa/tests/decision_test.rego
package somabrain.authz_test

import data.somabrain.auth
import data.somabrain.authz

test_decisions if {
	count(data.decisions) > 0
	every case in data.decisions {
		decided := authz.decision with input as case.question
		print(case.name, decided)
		decided == case.decision
		allowed := auth.allow with input as case.question
		allowed == case.decision.allow
	}
}
