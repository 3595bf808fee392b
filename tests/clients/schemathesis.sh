#!/usr/bin/env bash
# Asks the server at ATLAS what its OpenAPI document allows, and more, and holds the answers against the document:
# schemathesis.sh [SECONDS]. Installs schemathesis into target/clients/ when it is not there yet.
set -euo pipefail
seconds=${1:-${SCHEMATHESIS_SECONDS:-300}}
cd "$(dirname "$0")/../.."
version=4.32.5 home=target/clients/schemathesis

if [ ! -x "$home/bin/schemathesis" ]; then
  python3 -m venv "$home"
  "$home/bin/pip" --quiet install "schemathesis==$version"
fi

# No answer may be a 5xx, and each must be as the document says. Half of what is asked does not fit the document on
# purpose and must be refused.
timeout --signal=INT "$((seconds + 60))" "$home/bin/schemathesis" --config-file tests/clients/schemathesis.toml run "$ATLAS/api/openapi.json" \
  --max-time "$seconds" --seed 1 --workers 2 --mode all \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection
