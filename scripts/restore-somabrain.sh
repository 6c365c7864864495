#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/restore-somabrain.sh [BACKUP]

Restores the database of a backup into the configured one, which is made where it is missing and must be empty. Stop the services
before; docs/backup-and-recovery.md tells the whole way. BACKUP is a name in BACKUP_DIR or a path; default: the newest.

It reads SOMABRAIN_POSTGRES_DSN or SOMABRAIN_POSTGRES_MIGRATION_DSN and
  BACKUP_DIR   where the backups lie [/backups/somabrain]
  BACKUP_JOBS  how many tables are restored at once [2]
TEXT
}

case ${1-} in --help | -h) usage; exit 0 ;; -*) usage >&2; exit 2 ;; esac
(($# <= 1)) || { usage >&2; exit 2; }

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/lib/backup.sh
source "$root/scripts/lib/backup.sh"
need node psql pg_restore sha256sum

backup=$(find_backup "${1-}")
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
