{{/*
The variables of the services: where the servers of soma-infra are, then what `environment` says.
Without that chart the values of its servers are not there, and their names are the same.
*/}}
{{- define "soma-apps.variables" -}}
{{- $auth := (.Values.postgresql | default dict).auth | default (dict "database" "somabrain" "username" "somabrain") }}
{{- $servers := list
  (dict "server" "postgresql" "variable" "SOMABRAIN_POSTGRES_DSN" "value" (printf "postgresql://somabrain-postgres:5432/%s" $auth.database))
  (dict "server" "redis" "variable" "SOMABRAIN_REDIS_URL" "value" "redis://somabrain-redis:6379/0")
  (dict "server" "kafka" "variable" "SOMABRAIN_KAFKA_URL" "value" "kafka://somabrain-kafka:9092")
  (dict "server" "opa" "variable" "SOMABRAIN_OPA_URL" "value" "http://somabrain-opa:8181")
}}
{{- $variables := dict
  "POSTGRES_USER" $auth.username
  "SOMABRAIN_MEMORY_HTTP_ENDPOINT" "http://memory-service:9595"
  "SOMABRAIN_PORT" (toString .Values.service.targetPort)
  "SOMABRAIN_STARTUP_WAIT_SECONDS" "300"
}}
{{- range $servers }}
{{- $settings := index $.Values .server | default (dict "enabled" true) }}
{{- if $settings.enabled }}
{{- $_ := set $variables .variable .value }}
{{- else if not (or (eq .server "opa") (hasKey $.Values.environment .variable) (hasKey $.Values.environment (printf "%s_FILE" .variable))) }}
{{- fail (printf "%s.enabled is false: say in environment.%s where yours is" .server .variable) }}
{{- end }}
{{- end }}
{{- $kafka := .Values.kafka | default (dict "enabled" false) }}
{{- if $kafka.enabled }}
{{- $_ := set $variables "SOMABRAIN_KAFKA_REPLICATION_FACTOR" (min 3 (int $kafka.replicaCount) | toString) }}
{{- end }}
{{- if include "soma-apps.cognitionIsOn" . }}
{{- $_ := set $variables "ENABLE_COG_THREADS" "1" }}
{{- if has "learner" .Values.cognition.roles }}
{{- $_ := set $variables "SOMABRAIN_LEARNER_URL" "http://somabrain-learner:8084" }}
{{- end }}
{{- end }}
{{- /* Other names of variables, which would be set beside the values from above; a test compares them with docs/configuration.md. */}}
{{- $aliases := dict
  "SOMABRAIN_HTTP_ENDPOINT" "SOMABRAIN_MEMORY_HTTP_ENDPOINT"
  "SOMABRAIN_OPA_ENDPOINT" "SOMABRAIN_OPA_URL"
  "SOMABRAIN_WM_SIZE" "SOMABRAIN_WORKING_MEMORY_SIZE"
}}
{{- range $written, $value := .Values.environment }}
{{- $name := get $aliases $written | default $written }}
{{- if and (ne $name $written) (hasKey $.Values.environment $name) }}
{{- fail (printf "environment.%s and environment.%s are set together: keep one of them" $written $name) }}
{{- end }}
{{- $_ := set $variables $name (toString $value) }}
{{- end }}
{{- /* A value from above would stand beside the file that one is read from. */}}
{{- range $written, $value := .Values.environment }}
{{- $variable := trimSuffix "_FILE" $written }}
{{- $name := get $aliases $variable | default $variable }}
{{- if and (ne $variable $written) (not (hasKey $.Values.environment $name)) }}
{{- $_ := unset $variables $name }}
{{- end }}
{{- end }}
{{- range $name, $value := $variables }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end }}
