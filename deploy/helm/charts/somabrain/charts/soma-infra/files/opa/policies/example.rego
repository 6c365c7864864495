# Permissive: everybody may do what their roles allow. For development; production takes ../policies-prod.
package somabrain.authz

decision := {"allow": true, "reasons": ["the example policy allows everything"]}
