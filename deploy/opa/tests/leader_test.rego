# Every case of the table beside this file:
# opa test deploy/opa/policies-prod deploy/opa/tests/policies-prod deploy/opa/tests/leader_test.rego
package somabrain.integrator_test

import data.somabrain.integrator

test_leaders if {
	count(data.leaders) > 0
	every case in data.leaders {
		leader := object.get(integrator, "leader", case.question.candidate.leader) with input as case.question
		print(case.name, leader)
		leader == case.leader
		integrator.allow with input as case.question
	}
}
