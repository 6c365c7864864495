#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/verify-backup.sh [--allow-unsigned] [--expect-newer-than TIME] [BACKUP]

Proves that a backup can be restored: its checksums, a restore into a database of its own beside the configured one, the rows of
every table and every audit chain. That database is dropped again. BACKUP is a name in BACKUP_DIR or a path; default: the newest.

Where a key is configured, a backup that it did not sign is refused.
  --allow-unsigned          takes it as it is
  --expect-newer-than TIME  refuses one whose moment is not later than that, such as 2026-01-31T00:00:00Z

It reads SOMABRAIN_POSTGRES_DSN or SOMABRAIN_POSTGRES_MIGRATION_DSN (whose user may create databases) and
  BACKUP_DIR              where the backups lie [/backups/somabrain]
  BACKUP_PUBLIC_KEY_FILE  the key that its signature is checked with; default: that of BACKUP_SIGNING_KEY_FILE
  BACKUP_JOBS             how many tables are restored at once [2]
TEXT
}

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/lib/backup.sh
source "$root/scripts/lib/backup.sh"
# Where there is a key, or a signature, it has to fit.
signature=configured
read_arguments "$@"
need node psql pg_restore
record_run verify-backup

backup=$(find_backup "$wanted")
check_files "$backup"
say "checksums: OK; $described"
if [[ -f $backup/redis.rdb ]]; then
  [[ $(head -c 5 "$backup/redis.rdb") == REDIS ]] || die "$backup is damaged: redis.rdb is not a copy of Redis"
  if command -v redis-check-rdb >/dev/null; then
    said=$(redis-check-rdb "$backup/redis.rdb" 2>&1) ||
      # The copy of a server that is newer than this program.
      [[ $said == *"Can't handle RDB format version"* ]] ||
      die "$backup is damaged: redis.rdb cannot be read"
  fi
  say "redis.rdb: OK"
fi

connect postgres
create_scratch_database somabrain_verify
restore_database "$backup"
say "restored: $(wc -l <"$backup/tables.tsv") tables, each with the rows of the backup"
(
  export_scratch_url
  # The backup may be of an older release.
  somabrain migrate >/dev/null && somabrain audit verify --all
) || die "an audit chain of the backup is broken: see above"
date -u +%Y-%m-%dT%H:%M:%SZ >"$backup/verified" 2>/dev/null || say "that it was verified could not be noted in $backup"
echo "OK: $backup can be restored."
