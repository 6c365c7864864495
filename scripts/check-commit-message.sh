#!/usr/bin/env bash
# Checks a commit message: a subject of at most 72 characters, an empty line, and a body that says why.
#   scripts/check-commit-message.sh FILE    (-: the standard input)
set -euo pipefail

message=$(grep -v '^#' "${1:?Usage: scripts/check-commit-message.sh FILE}" || true)
subject=$(head -n 1 <<<"$message")

refuse() {
  echo "The commit message is refused: $1" >&2
  echo "  $subject" >&2
  exit 1
}

# Git writes these itself.
[[ $subject != Merge\ * && $subject != fixup!\ * && $subject != squash!\ * ]] || exit 0
[[ -n $subject ]] || refuse 'the subject is empty'
((${#subject} <= 72)) || refuse "the subject has ${#subject} characters; 72 are allowed"
[[ $subject != *. ]] || refuse 'the subject ends with a full stop'
[[ $(sed -n 2p <<<"$message") == '' ]] || refuse 'the second line must be empty'
[[ -n $(sed -n '3,$p' <<<"$message" | tr -d '[:space:]') ]] || refuse 'a body must say why the change is made'
