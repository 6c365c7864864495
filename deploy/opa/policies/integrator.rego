# Permissive: the domain of the greatest weight leads.
package somabrain.integrator

allow := true
