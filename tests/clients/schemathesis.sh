#!/usr/bin/env bash
# Asks a running server what its OpenAPI document allows, and more, and holds the answers against the document:
# schemathesis.sh PROGRAM [SECONDS]. Installs schemathesis into target/clients/ when it is not there yet.
set -euo pipefail
program=$(realpath "$1") seconds=${2:-${SCHEMATHESIS_SECONDS:-300}}
cd "$(dirname "$0")/../.."
version=4.32.5 home=target/clients/schemathesis log=target/clients/server.log

if [ ! -x "$home/bin/schemathesis" ]; then
  python3 -m venv "$home"
  "$home/bin/pip" --quiet install "schemathesis==$version"
fi

"$program" serve --listen 127.0.0.1:0 --today 2026-11-24 > "$log" 2> /dev/null &
server=$!
trap 'kill $server' EXIT
until address=$(sed -n 's/^Steppe Atlas is at //p' "$log") && [ -n "$address" ]; do
  kill -0 $server || { echo "the server does not start" >&2; exit 1; }
  sleep 0.1
done

# No answer may be a 5xx, and each must be as the document says. Half of what is asked does not fit the document on
# purpose and must be refused.
timeout --signal=INT "$((seconds + 60))" "$home/bin/schemathesis" run "$address/api/openapi.json" \
  --url "$address" --max-time "$seconds" --seed 1 --workers 2 --mode all \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection
