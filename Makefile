# The commands for development. They install the tools that they need.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run dev test walk check bench build release

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "make %-7s %s\n", $$1, $$2}'

# The port of the console, for run and dev.
PORT ?= 8080
export PORT

run: build ## Build the console, and serve it with the mock behind it on http://127.0.0.1:8080 (PORT=8081, ARGS="--seed awkward" for the mock)
	@scripts/run $(ARGS)

dev: ## Serve the console with reload on http://127.0.0.1:8080, with the mock on 8090 behind it (PORT=8081 MOCK_PORT=8091); Ctrl-C ends both
	@scripts/setup build
	@scripts/dev $(ARGS)

test: ## Check format and lints, and run every test: native, in WebAssembly, and end to end against a release build
	@scripts/timed --start
	@scripts/timed "tools" scripts/setup test
	@scripts/timed "make check" $(MAKE) --no-print-directory check
	@. scripts/env && scripts/timed "make dev on a fresh clone" node scripts/dev-test.mjs "$$TARGET_DIR"
	@scripts/timed "tests in WebAssembly" scripts/wasm-tests
	@scripts/timed "builds" $(MAKE) --no-print-directory build unpacked/www/index.html dist-dev/index.html
	@scripts/timed "the API description" scripts/check-openapi
	@scripts/timed "the npm package" scripts/check-package
	@scripts/timed "the Python wheel" scripts/check-wheel
	@scripts/timed "fuzzing" scripts/fuzz
	@scripts/timed "the console in Chromium" sh -c "cd e2e && playwright test"
	@scripts/timed "the developer panel" sh -c "cd e2e && playwright test --config playwright.dev.config.ts"
	@. scripts/env && if [ -n "$$WALK_ENGINES" ]; then \
		scripts/timed "the walk through other engines" $(MAKE) --no-print-directory walk; fi
	@scripts/timed --report

walk: build unpacked/www/index.html ## Walk through the console in Firefox, WebKit and an old Chromium
	@scripts/setup test
	@node scripts/install-package.mjs
	@. scripts/env && cd e2e && tsc --project engines && playwright test --config playwright.engines.config.ts

# All scripts except those in JavaScript.
SCRIPTS := $(filter-out %.mjs,$(wildcard scripts/*)) .ci/run

check: ## The quick part of it: format, lints, docs, types, native tests
	@scripts/setup check
	@scripts/check-layers
	@node scripts/check-style.mjs
	@. scripts/env && shellcheck --external-sources $(SCRIPTS)
	cargo fmt --check
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	cargo clippy --quiet --package app --target wasm32-unknown-unknown --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --document-private-items
	@. scripts/env && cargo deny --log-level error check bans licenses sources && cargo machete
	cargo test --quiet --workspace
	@node scripts/install-package.mjs
	@. scripts/env && cd e2e && tsc && tsc --project fixtures && tsc --project bench && tsc --project tsconfig.control-room.json
	@npm run --silent --prefix e2e format:check

bench: ## Measure the console and the mock beside what others do, and write the figures into docs/BENCHMARKS.md
	@scripts/setup test
	@$(MAKE) --no-print-directory build
	@scripts/bench

release: ## Build the archives of a release from the current commit, with checksums, into release/
	@scripts/setup release
	@scripts/release

# The inputs of the app: it is rebuilt when one of them changes.
APP := $(shell find app account-api/src style index.html Trunk.toml Cargo.toml Cargo.lock scripts/env scripts/finish-build.mjs .cargo -type f)

build: dist/index.html
	cargo build --quiet --release --package mock-server

dist/index.html: $(APP)
	@scripts/setup build
	@# Only errors: trunk's minifier warns about the JavaScript of wasm-bindgen each time.
	@. scripts/env && trunk --log error build --release --offline

# The console as an operator gets it: packed and unpacked. The tests run this one.
unpacked/www/index.html: dist/index.html Cargo.toml README.md CHANGELOG.md SECURITY.md LICENSE-MIT LICENSE-APACHE \
	$(shell find deploy docs scripts/pack scripts/pack-console -type f)
	@scripts/pack-console --unpack unpacked

# A debug build, which has the developer panel.
dist-dev/index.html: $(APP)
	@scripts/setup build
	@. scripts/env && trunk --log error build --dist dist-dev --features as-tested --offline
