#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/verify_deployment.sh [--url URL] [--prometheus URL] [--namespace NAME] [--env FILE]

Goes through the checklist of docs/production-checklist.md on a running SomaBrain. A line each: OK, TODO with what to do,
NOT CHECKED with what this script was not given, or BY HAND with what nobody can see from here. It stores one memory for the tenant
deployment-check, finds it and deletes it. Ends with 1 while something is to be done, else with 3 where something was not checked.

  --url URL         the API as callers reach it; default: http://localhost with the port of .env or 9999
  --prometheus URL  default: http://localhost with the port of .env or 30105
  --namespace NAME  of a cluster: passwords and limits are looked up with kubectl
  --env FILE        another file than .env

It reads the token of an administrator and the other secrets from the environment, from .env, or from the Secret of the namespace:
  SOMABRAIN_API_TOKEN, SOMABRAIN_JWT_SECRET, SOMABRAIN_MEMORY_HTTP_TOKEN, SOMABRAIN_OPA_TOKEN, POSTGRES_PASSWORD,
  POSTGRES_OWNER_PASSWORD, REDIS_PASSWORD
Without Node on this machine, run it in the container:
  docker compose exec somabrain_app scripts/verify_deployment.sh --url http://localhost:9696 --prometheus http://prometheus:9090
TEXT
}

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/lib/env-file.sh
source "$root/scripts/lib/env-file.sh"

file=$root/.env
url=
prometheus=
namespace=
while (($#)); do
  case $1 in
    --url) url=${2:?--url needs a URL}; shift 2 ;;
    --prometheus) prometheus=${2:?--prometheus needs a URL}; shift 2 ;;
    --namespace) namespace=${2:?--namespace needs a name}; shift 2 ;;
    --env) file=${2:?--env needs a file}; shift 2 ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

# What the environment says, else .env, else a default.
setting() { # NAME [DEFAULT]
  local value=${!1-}
  [[ -n $value ]] || value=$(env_value "$1" "$file")
  printf '%s' "${value:-${2-}}"
}

for name in SOMABRAIN_API_TOKEN SOMABRAIN_JWT_SECRET SOMABRAIN_MEMORY_HTTP_TOKEN SOMABRAIN_OPA_TOKEN \
  POSTGRES_PASSWORD POSTGRES_OWNER_PASSWORD REDIS_PASSWORD; do
  value=$(setting "$name")
  if [[ -z $value && -n $namespace ]]; then
    value=$(kubectl get secret somabrain-secrets -n "$namespace" -o "jsonpath={.data.$name}" | base64 -d)
  fi
  export "$name=$value"
done
command -v node >/dev/null || { usage >&2; exit 2; }
DEPLOYMENT_URL=${url:-http://localhost:$(setting SOMABRAIN_HOST_PORT 9999)} \
  PROMETHEUS_URL=${prometheus:-http://localhost:$(setting PROMETHEUS_HOST_PORT 30105)} \
  DEPLOYMENT_NAMESPACE=$namespace exec node "$root/scripts/lib/verify-deployment.mjs"
