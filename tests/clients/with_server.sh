#!/usr/bin/env bash
# Runs a command beside a server of our atlas, with its address in ATLAS: with_server.sh PROGRAM COMMAND…
set -euo pipefail
program=$1 log=$(mktemp)
shift
"$program" serve --listen 127.0.0.1:0 --today 2026-11-24 > "$log" 2> /dev/null &
server=$!
trap 'kill $server; rm "$log"' EXIT
until ATLAS=$(sed -n 's/^Steppe Atlas is at //p' "$log") && [ -n "$ATLAS" ]; do
  kill -0 $server || { echo "the server does not start" >&2; exit 1; }
  sleep 0.1
done
export ATLAS
"$@"
