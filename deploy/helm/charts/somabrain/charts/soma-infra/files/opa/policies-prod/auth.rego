# The path that clients of the original ask: the same decision as a boolean.
package somabrain.auth

import data.somabrain.authz

default allow := false

allow if authz.decision.allow
