{{/*
A template of a sub-chart, rendered with the values of this chart: here one file configures everything, and what is known of a server
(its name, its user, whether it is there) is known to the services, too. On its own a sub-chart renders the same template itself.
dict "context" $ "chart" "soma-infra" "template" "redis.yaml"
*/}}
{{- define "somabrain.render" -}}
{{- $files := (index .context.Subcharts .chart).Files }}
{{- $context := merge (dict "Files" $files) (omit .context "Files") }}
{{- include (printf "somabrain/charts/%s/templates/%s" .chart .template) $context }}
{{- end }}
