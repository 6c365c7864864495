# Who leads the cognitive loop, where SOMABRAIN_OPA_POLICY=somabrain.integrator has it asked.
# The question: {tenant, candidate: {leader, weights: {state, agent, action}}, event}. The answer: {allow, leader}; without a leader the candidate leads.
# Where the weights are about the same nobody knows better than the others: the memories themselves lead then.
package somabrain.integrator

allow := true

least_weight := 0.5

leader := "state" if input.candidate.weights[input.candidate.leader] < least_weight
