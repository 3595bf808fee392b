# Everything starts here: `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: needs help run build static app test lint test-rust test-web test-browser check basemap screenshots bench bench-page bench-engine bench-peers bench-guard fuzz test-clients clean

CARGO := cargo
STEPPE := target/release/steppe
DENY := target/tools/bin/cargo-deny
DENY_VERSION := 0.20.2
FUZZ := target/tools/bin/cargo-fuzz
FUZZ_VERSION := 0.13.1
FUZZ_TARGETS := $(patsubst fuzz/fuzz_targets/%.rs,%,$(wildcard fuzz/fuzz_targets/*.rs))
FUZZ_SECONDS := 60
BENCH := page engine peers
ROUND := 3
WEB_SOURCES := $(shell find web/src web/scripts web/public/favicon.svg src/basemap/icons web/index.html web/*.config.* web/package.json -type f 2>/dev/null) \
	$(wildcard geodata/*.geojson geodata/places.json geodata/memberships.json)

help: ## Show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: build ## Set everything up and serve the atlas at http://127.0.0.1:8080
	$(STEPPE) serve $(ARGS)

build: app ## Build the program with the web app inside
	$(CARGO) build --release --locked

static: build ## Write the atlas as files for any web host into target/site
	$(STEPPE) export --static target/site --force $(ARGS)

app: web/dist/index.html ## Build the web app into web/dist

test: needs lint test-rust check test-web test-browser ## Set everything up and run every check and test

needs:
	scripts/need python3 python3
	scripts/need ogr2ogr gdal-bin
	scripts/need "$${CHROMIUM:-chromium}" chromium

lint: app $(DENY) ## Formatting, compiler warnings, types, licences of dependencies
	$(CARGO) fmt --check
	$(CARGO) clippy --release --all-targets --locked -- -D warnings
	$(DENY) --all-features check licenses bans sources
	cd web && npm run check

test-rust: needs app ## Unit tests and tests over HTTP
	$(CARGO) test --release --locked

test-web: web/node_modules/.package-lock.json ## Unit tests of the web app
	cd web && npm test

test-browser: needs build ## Tests in a real browser
	cd web && npm run test:browser

check: needs build ## Check the data in geodata/, and that the basemap was built from it
	$(STEPPE) check
	python3 -m unittest discover -s geodata/basemap
	python3 -m unittest discover -s benches/peers
	python3 -m unittest discover -s benches/guard

basemap: ## Build the background map (geodata/*.mbtiles) anew from packages
	python3 geodata/basemap/build.py

screenshots: needs build ## Take the pictures of the app that docs/ shows
	cd web && npm run screenshots

bench: ## Measure page, engine and peers, and put the figures into docs/performance.md (BENCH="page engine peers" SIZES="10000")
	for part in $(BENCH); do $(MAKE) --no-print-directory bench-$$part; done
	python3 benches/peers/tell.py

bench-page: needs build ## Measure the page in a browser: first map, steps of the slider, playing
	mkdir -p target/bench/results
	cd web && npm run --silent bench | tee ../target/bench/results/page.txt

bench-engine: app ## Measure index, fold, tiles, GeoJSON and loading in process
	$(CARGO) bench --locked --bench engine

bench-peers: needs build ## Measure the server beside Martin, tipg, pygeoapi and nginx, which it installs
	$(CARGO) build --release --locked --example made_up_layer
	python3 benches/peers/bench.py $(SIZES) --seconds $(ROUND)

bench-guard: app ## Count the instructions of hot paths, and fail where one takes 5 % more than written down (GUARD=--update writes)
	scripts/need valgrind valgrind
	python3 benches/guard/guard.py $(GUARD)

fuzz: $(FUZZ) ## Try every parser with FUZZ_SECONDS (60) of made-up input
	scripts/fuzz $(FUZZ) $(FUZZ_SECONDS) $(FUZZ_TARGETS)

test-clients: build ## Tests with QGIS and schemathesis, which are large to install
	/usr/bin/python3 -c "import qgis" 2>/dev/null || scripts/need python3-qgis python3-qgis
	$(STEPPE) export -o target/clients.gpkg --force
	/usr/bin/python3 tests/clients/geopackage_in_qgis.py target/clients.gpkg
	tests/clients/with_server.sh $(STEPPE) /usr/bin/python3 tests/clients/server_in_qgis.py
	tests/clients/with_server.sh $(STEPPE) tests/clients/schemathesis.sh

clean: ## Remove everything that was built
	rm -rf target web/dist web/node_modules web/public/fonts

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build
	touch $@

$(DENY):
	$(CARGO) install cargo-deny --version $(DENY_VERSION) --locked --root target/tools

$(FUZZ):
	$(CARGO) install cargo-fuzz --version $(FUZZ_VERSION) --locked --root target/tools
