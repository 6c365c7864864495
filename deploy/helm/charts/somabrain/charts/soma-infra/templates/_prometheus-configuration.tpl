{{/*
The jobs are those of deploy/prometheus/prometheus.yml, which the alerts name; here their targets are the pods, so that each replica is one.
dict "job" "memory" "component" "memory" "port" "http"
*/}}
{{- define "soma-infra.scrapeJob" -}}
- job_name: {{ .job }}
  {{- with .interval }}
  scrape_interval: {{ . }}
  {{- end }}
  {{- if .token }}
  authorization: { type: Bearer, credentials_file: /etc/prometheus-token/SOMABRAIN_METRICS_TOKEN }
  {{- end }}
  kubernetes_sd_configs:
    - role: pod
      namespaces:
        own_namespace: true
  relabel_configs:
    - source_labels: [__meta_kubernetes_pod_label_app_kubernetes_io_part_of, __meta_kubernetes_pod_label_app_kubernetes_io_component, __meta_kubernetes_pod_container_port_name]
      regex: somabrain;({{ .component }});{{ .port }}
      action: keep
    # A pod that has ended keeps its address for a while.
    - source_labels: [__meta_kubernetes_pod_phase]
      regex: Succeeded|Failed
      action: drop
    - source_labels: [__meta_kubernetes_pod_name]
      target_label: pod
{{- end }}

{{- define "soma-infra.prometheusConfiguration" -}}
{{- $values := .Values -}}
global:
  scrape_interval: 15s
  evaluation_interval: 15s
rule_files:
  - /etc/prometheus/somabrain-alerts.yml
{{- with $values.prometheus.alertmanagers }}
alerting:
  alertmanagers:
    - static_configs:
        - targets:
            {{- toYaml . | nindent 12 }}
{{- end }}
scrape_configs:
  {{- include "soma-infra.scrapeJob" (dict "job" "somabrain" "component" "api" "port" "http" "interval" "5s" "token" true) | nindent 2 }}
  {{- include "soma-infra.scrapeJob" (dict "job" "memory" "component" "memory" "port" "http" "interval" "5s" "token" true) | nindent 2 }}
  {{- include "soma-infra.scrapeJob" (dict "job" "cognition" "component" "cognition" "port" "http" "token" true) | nindent 2 }}
  {{- if $values.redis.enabled }}
  {{- include "soma-infra.scrapeJob" (dict "job" "redis" "component" "redis(-replica)?" "port" "metrics") | nindent 2 }}
  {{- end }}
  {{- if and $values.postgresql.enabled $values.postgresql.exporter.enabled }}
  {{- include "soma-infra.scrapeJob" (dict "job" "postgres" "component" "postgres-exporter" "port" "metrics") | nindent 2 }}
  {{- end }}
  {{- if and $values.kafka.enabled $values.kafka.exporter.enabled }}
  {{- include "soma-infra.scrapeJob" (dict "job" "kafka" "component" "kafka-exporter" "port" "metrics" "interval" "30s") | nindent 2 }}
  {{- end }}
  {{- if $values.opa.enabled }}
  {{- include "soma-infra.scrapeJob" (dict "job" "opa" "component" "opa" "port" "opa") | nindent 2 }}
  {{- end }}
  - job_name: prometheus
    static_configs:
      - targets: ['127.0.0.1:9090']
  {{- if $values.prometheus.kubelet.enabled }}
  # How full the volumes are: only the kubelet knows.
  - job_name: kubelet
    scheme: https
    scrape_interval: 60s
    bearer_token_file: /var/run/secrets/kubernetes.io/serviceaccount/token
    tls_config:
      ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
      # Kubelets sign their certificates themselves unless the cluster was told otherwise.
      insecure_skip_verify: true
    kubernetes_sd_configs:
      - role: node
    metric_relabel_configs:
      - source_labels: [__name__, namespace]
        regex: kubelet_volume_stats_(available|capacity)_bytes;{{ .Release.Namespace }}
        action: keep
  {{- end }}
{{- end }}
