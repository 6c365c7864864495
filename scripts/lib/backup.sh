# shellcheck shell=bash
# What the scripts of backups share; sourced by them.

: "${root:?the directory of the project, set by who sources this}"
BACKUP_DIR=${BACKUP_DIR:-/backups/somabrain}
# What the directory of a backup is called: the time it was begun, in UTC.
readonly BACKUP_NAME='^[0-9]{8}_[0-9]{6}$'

say() { printf '%s\n' "$*" >&2; }
die() {
  say "${0##*/}: $*"
  exit 1
}

# Done when the script ends, however it does; what was asked for last comes first.
exit_steps=
at_exit() { # COMMAND
  exit_steps="$1; $exit_steps"
  # shellcheck disable=SC2064 # the steps as they are now
  trap "status=\$?; $exit_steps" EXIT
}

somabrain() { node "$root/scripts/somabrain.mjs" "$@"; }

need() { # PROGRAM…
  local program
  for program; do
    command -v "$program" >/dev/null || die "the program $program is missing; the image of deploy/backup/Dockerfile has all that is needed"
  done
}

# Writes down how the script ends: the services tell it as metrics, which alerts watch.
record_run() { # TASK
  at_exit "write_down $1"
}

write_down() { # TASK
  local how=()
  # shellcheck disable=SC2154 # set where the script ends
  ((status == 0)) || how=(--failed)
  somabrain record-run "$1" "${how[@]}" >/dev/null || say "${0##*/}: how it ended could not be written down for the alerts"
}

# Sets the variables by which psql and others reach a configured server.
connect() { # postgres|redis|kafka
  local pair found
  found=$(mktemp)
  node "$root/scripts/lib/print-connection.mjs" "$1" >"$found" || { rm -f "$found"; die "the configuration does not say how to reach $1"; }
  while IFS= read -r -d '' pair; do export "${pair?}"; done <"$found"
  rm -f "$found"
}

# One value of the database.
ask() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

# A value of the manifest of a backup.
manifest_value() { # NAME BACKUP
  sed -n "s/^$1=//p" "$2/manifest"
}

# The directory of a backup: the one that is named, by its name or path, or the newest.
find_backup() { # [NAME]
  local found=${1:-latest}
  if [[ $found == latest ]]; then
    found=$(find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' 2>/dev/null | grep -E "$BACKUP_NAME" | sort | tail -n 1)
    [[ -n $found ]] || die "there is no backup in $BACKUP_DIR"
  fi
  [[ $found == */* ]] || found=$BACKUP_DIR/$found
  [[ -d $found ]] || die "there is no backup $found"
  readlink -f "$found"
}

# The arguments of the scripts that read a backup: which one, and what it has to prove.
read_arguments() { # ARGUMENT…
  wanted='' newer_than=''
  while (($#)); do
    case $1 in
      --help | -h) usage; exit 0 ;;
      --allow-unsigned) signature=unchecked; shift ;;
      --expect-newer-than) newer_than=${2:?--expect-newer-than needs a time}; shift 2 ;;
      -*) usage >&2; exit 2 ;;
      *) [[ -z $wanted ]] || { usage >&2; exit 2; }; wanted=$1; shift ;;
    esac
  done
}

# Refuses a backup that is not as it was written. Until then nothing of it is used. Says which backup it is in `described`.
check_files() { # BACKUP
  # shellcheck disable=SC2034 # shown by the scripts
  described=$(node "$root/scripts/lib/backup-seal.mjs" check "$1" "${signature:?}" "$newer_than") || exit 1
}

# How many rows each table holds, a line each.
TABLES="select format('select %L, count(*) from %I', relname, relname) from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname collate \"C\""
readonly TABLES

# Restores a backup into the empty database that PGDATABASE names, and compares what it holds then.
restore_database() { # BACKUP
  local backup=$1 list differences
  list=$(mktemp)
  at_exit "rm -f '$list'"
  # psql reads no file of a backup: commands of its own could stand there.
  node "$root/scripts/lib/backup-seal.mjs" roles "$backup" | ask >/dev/null ||
    die "the roles of the backup could not be made, see above: an administrator has to make those that $backup/roles.sql names"
  # Extensions are none of ours, and the schema public is there.
  pg_restore --list "$backup/postgres.dump" | grep -vE '^[0-9]+; [0-9]+ [0-9]+ (EXTENSION|COMMENT - EXTENSION|SCHEMA - public|COMMENT - SCHEMA) ' >"$list" ||
    die "$backup is damaged: postgres.dump cannot be read"
  pg_restore --exit-on-error --jobs="${BACKUP_JOBS:-2}" --use-list="$list" --dbname="$PGDATABASE" "$backup/postgres.dump" ||
    die "the database could not be restored: see above"
  differences=$(diff "$backup/tables.tsv" <(ask -F $'\t' <<<"$TABLES \\gexec")) ||
    die "the restored database differs from the backup (table, rows):"$'\n'"$differences"
}

# The size of files in units for people.
size_of() { du -sh "$1" | cut -f 1; }

# Makes an empty database beside the configured one and turns to it; it is dropped when the script ends.
create_scratch_database() { # PREFIX
  configured=$PGDATABASE
  scratch=$1_$(date -u +%Y%m%d%H%M%S)_$$
  ask -c "create database $scratch" || die "a database for the test could not be made: its user needs the right to create databases"
  at_exit "PGDATABASE='$configured' ask -c 'drop database if exists $scratch with (force)'"
  export PGDATABASE=$scratch
}

# Tells the programs of SomaBrain to work on that database.
export_scratch_url() {
  local pair
  while IFS= read -r -d '' pair; do export "${pair?}"; done < <(node "$root/scripts/lib/print-connection.mjs" somabrain "$scratch")
  unset SOMABRAIN_POSTGRES_MIGRATION_DSN SOMABRAIN_POSTGRES_DSN_FILE SOMABRAIN_POSTGRES_MIGRATION_DSN_FILE
}
