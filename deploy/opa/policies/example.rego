# Permissive: every action is allowed. For development; production takes ../policies-prod.
# A member sees and changes only what is its own here, too, so that development shows what production will.
package somabrain.authz

restricted if "member" in input.subject.roles

default decision := {"allow": false, "reasons": ["the question names a member without an id"]}

decision := {"allow": true, "reasons": reasons, "filters": {"user_id": [input.subject.id]}} if {
	restricted
} else := {"allow": true, "reasons": reasons} if {
	not restricted
}

reasons := ["the example policy allows everything"]
