#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/restore-somabrain.sh [--allow-unsigned] [--expect-newer-than TIME] [BACKUP]

Restores the database of a backup into the configured one, which is made where it is missing and must be empty. Stop the services
before; docs/backup-and-recovery.md tells the whole way. BACKUP is a name in BACKUP_DIR or a path; default: the newest.

A backup that is not signed, or not by your key, is refused.
  --allow-unsigned          takes it as it is: one of an earlier release, or one you made without a key
  --expect-newer-than TIME  refuses one whose moment is not later than that, such as 2026-01-31T00:00:00Z

It reads SOMABRAIN_POSTGRES_DSN or SOMABRAIN_POSTGRES_MIGRATION_DSN and
  BACKUP_DIR              where the backups lie [/backups/somabrain]
  BACKUP_PUBLIC_KEY_FILE  the key that its signature is checked with; or BACKUP_PUBLIC_KEY, its one line of base64. Default: that
                          of BACKUP_SIGNING_KEY_FILE or BACKUP_SIGNING_KEY
  BACKUP_JOBS             how many tables are restored at once [2]
TEXT
}

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/lib/backup.sh
source "$root/scripts/lib/backup.sh"
# Whoever restores puts the word of a backup into service, so it has to be signed.
signature=required
read_arguments "$@"
need node psql pg_restore

backup=$(find_backup "$wanted")
check_files "$backup"
connect postgres
if ! ask -c 'select' >/dev/null 2>&1; then
  ask -d postgres -v name="$PGDATABASE" <<<'create database :"name"' || die "the database $PGDATABASE could not be made: see above"
fi
found=$(ask -c "select count(*) from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')")
[[ $found == 0 ]] || die "the database $PGDATABASE is not empty; nothing was changed. Restore into another one, or drop it first"

restore_database "$backup"
echo "Restored $PGDATABASE as it was at $(manifest_value snapshot_at "$backup")."
# Not every backup that is signed is the newest: the reader knows when the last one was made.
echo "That was the $described."
