# shellcheck shell=bash
# Reading and changing files of NAME=value lines such as .env; sourced by the scripts.

# What a file sets a variable to; nothing where it is commented out or not there.
env_value() { # NAME FILE
  [[ -f $2 ]] || return 0
  sed -n "s/^$1=//p" "$2" | tail -n 1
}

# Sets a variable: in its line, in the line that shows it commented out, or in a new one at the end.
set_env_value() { # NAME VALUE FILE
  local name=$1 value=$2 file=$3 changed
  changed=$(mktemp "$file.XXXXXX")
  # Its rights stay, and whoever reads it meanwhile sees the old file or the new one.
  cp -p "$file" "$changed"
  NAME=$name VALUE=$value awk '
    BEGIN { name = ENVIRON["NAME"]; line = name "=" ENVIRON["VALUE"] }
    !done && (index($0, name "=") == 1 || index($0, "#" name "=") == 1) { print line; done = 1; next }
    index($0, name "=") == 1 { next }
    { print }
    END { if (!done) print line }' "$file" >"$changed"
  mv "$changed" "$file"
}
