# shellcheck shell=bash
# The ports of this machine that docker-compose.yml publishes; sourced by the scripts.

# NAME:default, in the order in which they are shown.
# shellcheck disable=SC2034 # the scripts that source this read it
HOST_PORTS=(
  SOMABRAIN_HOST_PORT:9999
  REDIS_HOST_PORT:30100
  KAFKA_BROKER_HOST_PORT:30102
  KAFKA_EXPORTER_HOST_PORT:30103
  OPA_HOST_PORT:30104
  PROMETHEUS_HOST_PORT:30105
  POSTGRES_HOST_PORT:30106
  POSTGRES_EXPORTER_HOST_PORT:30107
  REDIS_EXPORTER_HOST_PORT:30108
)

# Whether anything on this machine listens on a port.
is_taken() { # PORT
  if command -v ss >/dev/null; then
    [[ -n $(ss -Hltn "sport = :$1") ]]
  else
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
  fi
}
