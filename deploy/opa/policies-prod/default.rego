# Denies by default. Roles and scopes grant actions; a member sees and changes only what is its own.
# The question: {subject: {id, roles, permissions}, tenant, action, resource: {type, id}, request: {method, path, tool}}.
# The answer:   {allow, reasons, filters}; filters keep to memories whose namespace, user_id or agent_id has one of the values.
package somabrain.authz

every_action := {
	"memory:read",
	"memory:write",
	"memory:delete",
	"audit:read",
	"tenant:read",
	"tenant:write",
	"service:read",
}

grants := {
	"admin": every_action,
	"agent": {"memory:read", "memory:write", "memory:delete"},
	"member": {"memory:read", "memory:write", "memory:delete"},
	"writer": {"memory:read", "memory:write"},
	"reader": {"memory:read"},
	"auditor": {"audit:read", "tenant:read"},
}

# The roles that grant the action. A scope is a role of the one action that it names.
granting contains role if {
	some role in input.subject.roles
	input.action in object.get(grants, role, {role} & every_action)
}

default decision := {"allow": false, "reasons": ["the question is not one that this policy knows"]}

# A restriction stays: no role or scope beside "member" lifts it, not even "admin".
restricted if "member" in input.subject.roles

decision := {"allow": true, "reasons": reasons, "filters": {"user_id": [input.subject.id]}} if {
	count(granting) > 0
	restricted
} else := {"allow": true, "reasons": reasons} if {
	count(granting) > 0
	not restricted
} else := {"allow": false, "reasons": [concat(" ", ["none of the roles of", input.subject.id, "grants", input.action])]} if {
	input.action in every_action
}

reasons := sort([concat(" ", [role, "grants", input.action]) | some role in granting])
