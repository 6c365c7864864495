{{/* The rules of deploy/prometheus/somabrain-alerts.yml; their links lead to where your people read the runbooks. */}}
{{- define "soma-infra.alerts" -}}
{{- $base := .Values.prometheus.runbookBase | trimSuffix "/" }}
{{- .Files.Get "files/somabrain-alerts.yml" | replace "docs/runbooks/" (printf "%s/docs/runbooks/" $base | trimPrefix "/") | trim }}
{{- end }}
