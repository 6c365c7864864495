#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: scripts/make-backup-key.sh [DIRECTORY]

Makes the pair of keys that backups are signed with and checked by, in DIRECTORY [the present one]:
  backup-signing.pem   signs: where backups are made, as BACKUP_SIGNING_KEY_FILE. Nobody else should read it
  backup-public.pem    checks: where backups are verified or restored, as BACKUP_PUBLIC_KEY_FILE
Files that are there already stay as they are. Keep both outside of the backups: docs/backup-and-recovery.md.
TEXT
}

case ${1-} in --help | -h) usage; exit 0 ;; -*) usage >&2; exit 2 ;; esac
(($# <= 1)) || { usage >&2; exit 2; }

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
mkdir -p "${1:-.}"
exec node "$root/scripts/lib/backup-seal.mjs" keys "${1:-.}"
