#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/dev_up.sh [--no-build]

Starts the whole stack of docker-compose.yml and waits until it is healthy. Makes .env with random secrets where it is missing
and exchanges ports that are taken. Run again, it applies what has changed.

  --no-build  use the image that is there

Clients on other machines reach Kafka with
  KAFKA_EXTERNAL_HOST=192.168.1.10 scripts/dev_up.sh      its name or address as they know it; remembered in .env
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/env-file.sh
source scripts/lib/env-file.sh

build=(--build)
for argument; do
  case $argument in
    --no-build) build=() ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

readonly WAIT_SECONDS=300

scripts/generate_global_env.sh >/dev/null
scripts/assign_ports.sh
if [[ -n ${KAFKA_EXTERNAL_HOST-} ]]; then
  set_env_value KAFKA_EXTERNAL_HOST "$KAFKA_EXTERNAL_HOST" .env
  case $KAFKA_EXTERNAL_HOST in
    localhost | 127.0.0.1) set_env_value KAFKA_BIND_ADDRESS 127.0.0.1 .env ;;
    *) set_env_value KAFKA_BIND_ADDRESS 0.0.0.0 .env ;;
  esac
fi

docker compose --env-file ./.env -f docker-compose.yml up -d ${build[@]+"${build[@]}"}

url=http://localhost:$(env_value SOMABRAIN_HOST_PORT .env)
echo "Waiting for $url/health …"
deadline=$((SECONDS + WAIT_SECONDS))
until curl -fsS -m 5 -o /dev/null "$url/health" 2>/dev/null; do
  if ((SECONDS >= deadline)); then
    echo "It is not healthy after $WAIT_SECONDS seconds. Look at: docker compose ps; docker compose logs somabrain_app" >&2
    exit 1
  fi
  sleep 1
done
cat <<TEXT
SomaBrain is healthy.
  API      $url
  Try it   $url/docs
  Health   $url/health
  Token    SOMABRAIN_API_TOKEN in .env
  Ports    ports.json
TEXT
