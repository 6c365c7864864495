#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/migrate_db.sh [--local] [OPTION OF somabrain migrate…]

Brings the schema of the database up to this release and ends. It can be run again, and by several at once. The job of the stack also
takes over a schema that is there without a record of its migrations, if it is what they would have made.

  --local    the database of SOMABRAIN_POSTGRES_MIGRATION_DSN or SOMABRAIN_POSTGRES_DSN, with this checkout, instead of the one
             of docker-compose.yml with its job somabrain_db_migrate
  --dry-run  only say what would be applied
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
here=false
arguments=()
for argument; do
  case $argument in
    --local) here=true ;;
    --help | -h) usage; exit 0 ;;
    *) arguments+=("$argument") ;;
  esac
done

if [[ $here == true ]]; then
  exec node scripts/somabrain.mjs migrate ${arguments[@]+"${arguments[@]}"}
fi
files=(-f docker-compose.yml)
[[ ! -f .env ]] || files=(--env-file ./.env "${files[@]}")
exec docker compose "${files[@]}" --profile dev run --rm somabrain_db_migrate somabrain migrate --adopt ${arguments[@]+"${arguments[@]}"}
