{{/* Labels that say what an object is: dict "context" $ "component" "redis" */}}
{{- define "soma-infra.selector" -}}
app.kubernetes.io/name: somabrain
app.kubernetes.io/instance: {{ .context.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "soma-infra.labels" -}}
{{ include "soma-infra.selector" . }}
app.kubernetes.io/part-of: somabrain
app.kubernetes.io/version: {{ .context.Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .context.Release.Service }}
helm.sh/chart: {{ .context.Chart.Name }}-{{ .context.Chart.Version }}
{{- end }}

{{/* The labels of pods; the network policies go by part-of, too. */}}
{{- define "soma-infra.podLabels" -}}
{{ include "soma-infra.selector" . }}
app.kubernetes.io/part-of: somabrain
{{- end }}

{{/* What the pod security level "restricted" asks of a pod: dict "user" 999 "group" 999 */}}
{{- define "soma-infra.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .group }}
fsGroup: {{ .group }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* And of a container. */}}
{{- define "soma-infra.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "soma-infra.image" -}}
{{ .repository }}:{{ .tag }}
{{- end }}

{{/* What every pod of this chart has. */}}
{{- define "soma-infra.podDefaults" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Where data lies: dict "name" "data" "persistence" .Values.redis.master.persistence */}}
{{- define "soma-infra.volumeClaim" -}}
- metadata:
    name: {{ .name }}
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .persistence.storageClass }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .persistence.size }}
{{- end }}

{{/* A value of the Secret as an environment variable. */}}
{{- define "soma-infra.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: somabrain-secrets
      key: {{ .key }}
{{- end }}

{{/* Names are asked of the cluster's DNS, wherever it runs. */}}
{{- define "soma-infra.dnsEgress" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* Whether workers of the cognitive loop run beside; the same rule as soma-apps.cognitionIsOn, whose values are not there without that chart. */}}
{{- define "soma-infra.cognitionIsOn" -}}
{{- $threads := (.Values.environment | default dict).ENABLE_COG_THREADS | default "" | toString | lower }}
{{- if or (.Values.cognition | default (dict "enabled" true)).enabled (has $threads (list "1" "true" "yes" "on")) }}true{{ end }}
{{- end }}
