#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/assign_ports.sh [--env FILE] [--ports FILE]

Gives docker-compose.yml ports of this machine that are free: a port that something else listens on is exchanged for the next
free one from 30000. Writes them to .env, of which nothing else changes, and all of them to ports.json. Ports of the running
stack itself stay.

  --env FILE    another file than .env; it is made where it is missing
  --ports FILE  another file than ports.json
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/env-file.sh
source scripts/lib/env-file.sh
# shellcheck source=scripts/lib/host-ports.sh
source scripts/lib/host-ports.sh

env_file=.env
ports_file=ports.json
while (($#)); do
  case $1 in
    --env) env_file=${2:?--env needs a file}; shift 2 ;;
    --ports) ports_file=${2:?--ports needs a file}; shift 2 ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

readonly FIRST_PORT=30000
readonly LAST_PORT=32767

# The ports that the stack itself listens on, with a space around each.
own_ports() {
  local published
  published=$(docker compose -f docker-compose.yml ps --format '{{.Ports}}' 2>/dev/null || true)
  printf ' %s ' "$(grep -oE ':[0-9]+->' <<<"$published" | tr -dc '0-9\n' | tr '\n' ' ')"
}

# Neither given to another service nor taken by something else.
is_usable() { # PORT
  [[ $given != *" $1 "* ]] || return 1
  [[ $own == *" $1 "* ]] || ! is_taken "$1"
}

own=$(own_ports)
given=' '
lines=()
next_port=$FIRST_PORT
umask 077
[[ -f $env_file ]] || cp -L .env.example "$env_file"

for port in "${HOST_PORTS[@]}"; do
  name=${port%:*}
  value=$(env_value "$name" "$env_file")
  value=${value:-${port#*:}}
  if ! is_usable "$value"; then
    until is_usable "$next_port"; do
      next_port=$((next_port + 1))
      ((next_port <= LAST_PORT)) || { echo "No port from $FIRST_PORT to $LAST_PORT is free." >&2; exit 1; }
    done
    echo "$name: $value is taken, now $next_port"
    value=$next_port
  fi
  given+="$value "
  set_env_value "$name" "$value" "$env_file"
  lines+=("  \"$name\": $value")
done

{
  echo '{'
  printf '%s\n' "${lines[@]}" | sed '$!s/$/,/'
  echo '}'
} >"$ports_file"
echo "The ports are in $env_file and $ports_file."
