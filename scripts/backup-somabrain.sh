#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/backup-somabrain.sh

Saves a running SomaBrain into a new directory of BACKUP_DIR, named by the time (UTC). It appears when it is whole:
  postgres.dump       the database at one moment
  tables.tsv          how many rows its tables held at that moment
  roles.sql           the roles that its rights are granted to, without passwords
  redis.rdb           Redis, where one is configured
  kafka-offsets.tsv   where topics of Kafka ended and how far consumers had read, where one is configured and answers
  settings.env        the variables this was run with, without secrets
  manifest, manifest.sig
                      its id, its moment and a checksum of each file, signed where there is a key

It reads the variables of the services (docs/configuration.md): give it those the services have. And
  BACKUP_DIR             where to [/backups/somabrain]
  BACKUP_KEEP_DAYS       older backups are deleted after a new one is whole [30]; the newest never is
  BACKUP_UPLOAD_COMMAND  run by bash with the directory as $1 and its name as $2, for example
                         aws s3 cp "$1" "s3://company-backups/somabrain/$2" --recursive
  BACKUP_SIGNING_KEY_FILE  the key that signs it, made by scripts/make-backup-key.sh; or BACKUP_SIGNING_KEY, its one line of base64
TEXT
}

case ${1-} in
  '') ;;
  --help | -h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=scripts/lib/backup.sh
source "$root/scripts/lib/backup.sh"

keep_days=${BACKUP_KEEP_DAYS:-30}
[[ $keep_days =~ ^[1-9][0-9]{0,4}$ ]] || die "BACKUP_KEEP_DAYS=$keep_days is not accepted; write a number of days from 1"
[[ $BACKUP_DIR == /?* ]] || die "BACKUP_DIR=$BACKUP_DIR is not accepted; write the absolute path of a directory"

# Of one moment, although it is written to meanwhile: dump and counts share a snapshot.
save_database() {
  local work=$1
  export WORK=$work
  psql -Xq -v ON_ERROR_STOP=1 >/dev/null <<SQL || die "the database could not be saved: see above"
set idle_in_transaction_session_timeout = 0; set statement_timeout = 0;
begin isolation level repeatable read read only;
select pg_export_snapshot() as snapshot,
  to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as snapshot_at,
  current_database() as database, current_setting('server_version') as server_version \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --format=custom --enable-row-security --snapshot="\$SNAPSHOT" --file="\$WORK/postgres.dump" || touch "\$WORK/failed"
\pset tuples_only on
\pset format unaligned
\pset fieldsep '\t'
\o '$work/tables.tsv'
$TABLES \gexec
\o '$work/manifest'
\qecho format=2
\qecho snapshot_at=:snapshot_at
\qecho database=:database
\qecho server_version=:server_version
select 'newest_migration=' || name from migrations order by timestamp desc limit 1;
commit;
SQL
  [[ ! -e $work/failed ]] || die "the database could not be dumped: see above"
  # Every role that something of this database is owned by, granted to or decided for.
  ask >"$work/roles.sql" <<'SQL'
with used as (
  select distinct r.oid, r.rolname, r.rolcanlogin from pg_shdepend d join pg_roles r on r.oid = d.refobjid
  where d.dbid = (select oid from pg_database where datname = current_database()) and d.refclassid = 'pg_authid'::regclass
    and r.rolname !~ '^pg_'
)
select format('do $do$ begin if not exists (select from pg_roles where rolname = %L) then create role %I %s nosuperuser nobypassrls; end if; end $do$;',
  rolname, rolname, case when rolcanlogin then 'login' else 'nologin' end) from used
union all
select format('do $do$ begin if not pg_has_role(%L, %L, ''member'') then grant %I to %I; end if; end $do$;', m.rolname, g.rolname, g.rolname, m.rolname)
from pg_auth_members a join used g on g.oid = a.roleid join used m on m.oid = a.member;
SQL
}

save_redis() {
  local tls=()
  connect redis
  [[ -n ${REDIS_HOST-} ]] || return 0
  need redis-cli
  [[ -z ${REDIS_TLS-} ]] || tls=(--tls)
  [[ -z ${REDIS_USER-} ]] || tls+=(--user "$REDIS_USER")
  redis-cli -h "$REDIS_HOST" -p "${REDIS_PORT:?}" "${tls[@]}" --no-auth-warning --rdb "$1/redis.rdb" >"$1/.said" 2>&1 ||
    die "Redis could not be saved: $(tail -n 1 "$1/.said")"
  rm "$1/.said"
}

# Before the database, so that what was published later is what the backup may lack. It is no part of what must not be lost.
save_offsets() {
  connect kafka
  [[ -n ${KAFKA_CONFIGURED-} ]] || return 0
  somabrain offsets >"$1/kafka-offsets.tsv" || {
    rm "$1/kafka-offsets.tsv"
    say "the offsets of Kafka could not be saved, see above; the backup goes on without them"
  }
}

# Deletes backups that are too old: nothing but what this script made, here and not behind a link.
delete_old() {
  local newest=$1 oldest directory name
  oldest=$(date -u -d "-$keep_days days" +%Y%m%d_%H%M%S)
  for directory in "$BACKUP_DIR"/*/; do
    directory=${directory%/}
    name=${directory##*/}
    [[ $name =~ $BACKUP_NAME && $name < $oldest && $name != "$newest" ]] || continue
    [[ ! -L $directory && -f $directory/manifest ]] || continue
    rm -rf -- "${directory:?}"
    say "deleted $directory: older than $keep_days days"
  done
}

need node psql pg_dump
record_run backup
umask 077
mkdir -p "$BACKUP_DIR"
BACKUP_DIR=$(readlink -f "$BACKUP_DIR")
exec 9>"$BACKUP_DIR/.lock"
flock -n 9 || die "another backup into $BACKUP_DIR is under way"
rm -rf -- "$BACKUP_DIR"/.unfinished-*

name=$(date -u +%Y%m%d_%H%M%S)
work=$BACKUP_DIR/.unfinished-$name
mkdir "$work"
at_exit "rm -rf -- '$work'"
connect postgres
version=$(somabrain --version)

save_offsets "$work"
save_database "$work"
save_redis "$work"
somabrain settings >"$work/settings.env"
{
  echo "version=$version"
  echo "begun_at=$name"
  echo "finished_at=$(date -u +%Y%m%d_%H%M%S)"
} >>"$work/manifest"
id=$(node "$root/scripts/lib/backup-seal.mjs" seal "$work") || die "the backup could not be completed: see above"
sync -f "$work"
mv "$work" "$BACKUP_DIR/$name"
say "saved $BACKUP_DIR/$name ($(size_of "$BACKUP_DIR/$name")), backup $id"

if [[ -n ${BACKUP_UPLOAD_COMMAND-} ]]; then
  bash -c "$BACKUP_UPLOAD_COMMAND" upload "$BACKUP_DIR/$name" "$name" ||
    die "BACKUP_UPLOAD_COMMAND failed; the backup lies in $BACKUP_DIR/$name, and nothing was deleted"
fi
delete_old "$name"
echo "$BACKUP_DIR/$name"
