#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/test-restore.sh [--allow-unsigned] [--expect-newer-than TIME] [BACKUP]

A drill: restores a backup into a database of its own beside the configured one, starts a SomaBrain on it and asks it, then tells
how long that took and what a loss of this moment would cost. The database is dropped again. BACKUP is a name in BACKUP_DIR or a
path; default: the newest.

Where a key is configured, a backup that it did not sign is refused.
  --allow-unsigned          takes it as it is
  --expect-newer-than TIME  refuses one whose moment is not later than that, such as 2026-01-31T00:00:00Z

It reads SOMABRAIN_POSTGRES_DSN or SOMABRAIN_POSTGRES_MIGRATION_DSN (whose user may create databases) and
  BACKUP_DIR              where the backups lie [/backups/somabrain]
  BACKUP_PUBLIC_KEY_FILE  the key that its signature is checked with; default: that of BACKUP_SIGNING_KEY_FILE
  BACKUP_JOBS             how many tables are restored at once [2]
  DRILL_URL               the API in service, for example http://somabrain:9696: the same questions are asked there, as of the
                          moment of the backup, and the answers compared
  SOMABRAIN_API_TOKEN     its token of an administrator
  SOMABRAIN_RANKING_*     the weights of the API in service, where it has others than usual
TEXT
}

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/lib/backup.sh
source "$root/scripts/lib/backup.sh"
# Where there is a key, or a signature, it has to fit.
signature=configured
read_arguments "$@"
# shellcheck source=scripts/lib/host-ports.sh
source "$root/scripts/lib/host-ports.sh"
need node psql pg_restore curl
record_run test-restore

readonly START_SECONDS=120

now_ms() { date +%s%3N; }
seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); } # MILLISECONDS

# Changes of all tenants since there are any.
changes() { ask -c 'select coalesce(sum(change_seq), 0)::bigint from tenant_heads'; }

# A SomaBrain on the restored database, with nothing else that is configured here but how answers are ranked: with other weights than those
# of the service in use the same memories come in another order.
start_service() {
  port=30200
  while is_taken "$port"; do port=$((port + 1)); done
  log=$(mktemp)
  at_exit "rm -f '$log'"
  local name ranking=()
  for name in $(compgen -A export SOMABRAIN_RANKING_); do ranking+=("$name=${!name}"); done
  (
    export_scratch_url
    exec env -i PATH="$PATH" HOME="${HOME:-/tmp}" SOMABRAIN_POSTGRES_DSN="$SOMABRAIN_POSTGRES_DSN" SOMABRAIN_MODE=development \
      SOMABRAIN_HOST=127.0.0.1 SOMABRAIN_PORT="$port" SOMABRAIN_LOG_LEVEL=WARN "${ranking[@]}" node "$root/scripts/start.mjs" >"$log" 2>&1
  ) &
  service=$!
  at_exit "kill $service 2>/dev/null; wait $service 2>/dev/null"
  local deadline=$((SECONDS + START_SECONDS))
  until curl -fsS -m 5 -o /dev/null "http://127.0.0.1:$port/health/ready" 2>/dev/null; do
    kill -0 "$service" 2>/dev/null || die "SomaBrain did not start on the restored database: $(tail -n 5 "$log")"
    ((SECONDS < deadline)) || die "SomaBrain does not answer on the restored database after $START_SECONDS seconds"
    sleep 0.1
  done
}

backup=$(find_backup "$wanted")
begun=$(now_ms)
check_files "$backup"
connect postgres
snapshot_at=$(manifest_value snapshot_at "$backup")
loss_ms=$((begun - $(date -d "$snapshot_at" +%s%3N)))
changes_now=$(changes 2>/dev/null || echo unknown)

create_scratch_database somabrain_drill
restore_database "$backup"
restored=$(now_ms)
changes_then=$(changes)
start_service
started=$(now_ms)
CONFIGURED_DATABASE=$configured RESTORED_URL=http://127.0.0.1:$port SNAPSHOT_AT=$snapshot_at \
  node "$root/scripts/lib/ask-restored.mjs"
asked=$(now_ms)

lost=unknown
[[ $changes_now == unknown ]] || lost=$((changes_now - changes_then))
cat <<TEXT
OK: the drill of $backup, $described.
  restore            $(seconds $((restored - begun)))
  start              $(seconds $((started - restored)))
  time to restore    $(seconds $((started - begun)))
  first answers      $(seconds $((asked - started)))
  loss window        $(seconds "$loss_ms") since $snapshot_at; changes since then: $lost
TEXT
