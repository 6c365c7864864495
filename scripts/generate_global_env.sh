#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/generate_global_env.sh [--output FILE] [--force]

Writes .env from .env.example with random passwords, tokens and secrets, readable by you alone. What the file sets already
stays as it is, so it can be run again: a new password would lock the services out of the database that knows the old one.

  --output FILE  another file than .env
  --force        everything anew; the present file is kept beside it as FILE.<time>
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/env-file.sh
source scripts/lib/env-file.sh
# shellcheck source=scripts/lib/host-ports.sh
source scripts/lib/host-ports.sh

file=.env
force=false
while (($#)); do
  case $1 in
    --output) file=${2:?--output needs a file}; shift 2 ;;
    --force) force=true; shift ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

readonly SECRETS=(
  POSTGRES_PASSWORD
  POSTGRES_OWNER_PASSWORD
  POSTGRES_EXPORTER_PASSWORD
  REDIS_PASSWORD
  SOMABRAIN_MEMORY_HTTP_TOKEN
  SOMABRAIN_OPA_TOKEN
  SOMABRAIN_JWT_SECRET
  SOMABRAIN_API_TOKEN
  SOMABRAIN_METRICS_TOKEN
)

# 64 hexadecimal digits: nothing that a URL or a shell would read as something else.
random_secret() { od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# A private Ed25519 key, as scripts/make-backup-key.sh makes it: its number behind what says what it is.
random_signing_key() {
  { printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20' && head -c 32 /dev/urandom; } | base64 | tr -d '\n'
}

# Makes what the file does not set yet.
make_secret() { # NAME VALUE
  if [[ -n $(env_value "$1" "$file") ]]; then
    echo "$1 stays as it is."
  else
    set_env_value "$1" "$2" "$file"
    echo "$1 is new."
  fi
}

umask 077
if [[ -f $file && $force == true ]]; then
  kept=$file.$(date +%Y%m%d_%H%M%S)
  mv "$file" "$kept"
  echo "The file that was there is now $kept."
fi
[[ -f $file ]] || cp -L .env.example "$file"
chmod 600 "$file"

for name in "${SECRETS[@]}"; do
  make_secret "$name" "$(random_secret)"
done
make_secret BACKUP_SIGNING_KEY "$(random_signing_key)"

echo "Ports of this machine (scripts/assign_ports.sh finds free ones):"
for port in "${HOST_PORTS[@]}"; do
  value=$(env_value "${port%:*}" "$file")
  echo "  ${port%:*}=${value:-${port#*:}}"
done
echo "$file is ready: docker compose --env-file $file -f docker-compose.yml up -d --build somabrain_app"
