{{/* Labels that say what an object is: dict "context" $ "component" "api" */}}
{{- define "soma-apps.selector" -}}
app.kubernetes.io/name: somabrain
app.kubernetes.io/instance: {{ .context.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "soma-apps.labels" -}}
{{ include "soma-apps.selector" . }}
app.kubernetes.io/part-of: somabrain
app.kubernetes.io/version: {{ .context.Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .context.Release.Service }}
helm.sh/chart: {{ .context.Chart.Name }}-{{ .context.Chart.Version }}
{{- end }}

{{/* The labels of pods; the network policies go by part-of, too. */}}
{{- define "soma-apps.podLabels" -}}
{{ include "soma-apps.selector" . }}
app.kubernetes.io/part-of: somabrain
{{- end }}

{{- define "soma-apps.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* What every pod of this chart has; it is what the pod security level "restricted" asks, too. */}}
{{- define "soma-apps.podDefaults" -}}
automountServiceAccountToken: false
# They would set SOMABRAIN_PORT and others to URLs.
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "soma-apps.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Replicas on different zones and nodes, as far as there are any: dict "context" $ "component" "api" */}}
{{- define "soma-apps.spread" -}}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "soma-apps.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}

{{/*
What a process is configured by: the ConfigMap, and of the Secret what it uses. What stands in both is taken from the Secret. Of what `environment`
reads from a file the Secret gives nothing.
dict "context" $ "required" (list …) "optional" (list …); with "owner" true it logs in on Postgres as the owner of the tables.
*/}}
{{- define "soma-apps.environment" -}}
envFrom:
  - configMapRef:
      name: somabrain-config
env:
  {{- if .owner }}
  {{- include "soma-apps.owner" .context | nindent 2 }}
  {{- end }}
  {{- range concat .required .optional }}
  {{- if not (hasKey $.context.Values.environment (printf "%s_FILE" .)) }}
  - name: {{ . }}
    valueFrom:
      secretKeyRef:
        name: somabrain-secrets
        key: {{ . }}
        {{- if has . $.optional }}
        optional: true
        {{- end }}
  {{- end }}
  {{- end }}
{{- end }}

{{/* How a job is the owner of the tables. Of a server of yours SOMABRAIN_POSTGRES_MIGRATION_DSN in the Secret says it. */}}
{{- define "soma-apps.owner" -}}
{{- $postgresql := .Values.postgresql | default (dict "enabled" true) }}
{{- $isFile := hasKey .Values.environment "POSTGRES_PASSWORD_FILE" }}
{{- if $postgresql.enabled }}
- name: POSTGRES_USER
  value: somabrain_owner
{{- if $isFile }}
# That is the password of the user of the services.
- name: POSTGRES_PASSWORD_FILE
  value: ''
{{- end }}
{{- end }}
{{- if or $postgresql.enabled (not $isFile) }}
- name: POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef:
      name: somabrain-secrets
      key: {{ $postgresql.enabled | ternary "POSTGRES_OWNER_PASSWORD" "POSTGRES_PASSWORD" }}
{{- end }}
{{- end }}

{{/* Whether there are workers of the cognitive loop: where a value says so, or the variable by which everything else switches it on. */}}
{{- define "soma-apps.cognitionIsOn" -}}
{{- $threads := .Values.environment.ENABLE_COG_THREADS | default "" | toString | lower }}
{{- if and .Values.cognition.enabled (has $threads (list "0" "false" "no" "off")) }}
{{- fail "cognition.enabled is true, and environment.ENABLE_COG_THREADS switches the loop off: keep one of them" }}
{{- end }}
{{- if or .Values.cognition.enabled (has $threads (list "1" "true" "yes" "on")) }}true{{ end }}
{{- end }}

{{/* Brings the schema up before a process starts that needs it. Replicas that start together wait for one another in the database. */}}
{{- define "soma-apps.migration" -}}
- name: migrate
  image: {{ include "soma-apps.image" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command: [somabrain, migrate]
  {{- include "soma-apps.environment" (dict "context" . "owner" true "required" list "optional" (list "SOMABRAIN_POSTGRES_DSN" "SOMABRAIN_POSTGRES_MIGRATION_DSN")) | nindent 2 }}
  resources:
    requests: { cpu: 100m, memory: 128Mi }
    limits: { memory: 512Mi }
  securityContext:
    {{- include "soma-apps.containerSecurity" . | nindent 4 }}
  {{- with .Values.extraVolumeMounts }}
  # It reads the same configuration, and every file that this names.
  volumeMounts:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* The probes of a service. Never /health: it fails where any required backend does, and a restart mends none of them. */}}
{{- define "soma-apps.probes" -}}
startupProbe:
  httpGet:
    path: /health/live
    port: http
  periodSeconds: 5
  # Longer than SOMABRAIN_STARTUP_WAIT_SECONDS, in which it waits for its backends.
  failureThreshold: 72
readinessProbe:
  httpGet:
    path: /health/ready
    port: http
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet:
    path: /health/live
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
# Until every node has heard that it is going, requests still arrive.
lifecycle:
  preStop:
    exec:
      command: [sleep, '5']
{{- end }}
