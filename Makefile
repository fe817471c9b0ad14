# Viche: every command that people and machines use. The work is in .ci/ and frontend/build.sh; this is the list of names.
# Settings are given like this: make run PORT=8080

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@echo 'Viche: electronic consultations and polls of a community. make WHAT:'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
	@echo
	@echo 'Settings of make run: PORT (3000), ADDR (127.0.0.1), HOST (localhost), ID_PORT (PORT + 10), DATA (data), PROFILE (dev).'

.PHONY: run
run: ## installs what is missing, builds, and serves the demonstration on http://localhost:3000
	@.ci/run-demo.sh

.PHONY: test
test: ## everything that must hold: format, clippy, Rust tests on both databases, release WASM, browser journeys
	@.ci/test.sh

.PHONY: check
check: ## the quick part of it: format and clippy
	@.ci/test.sh check

.PHONY: frontend
frontend: ## what the browser gets, small, into target/site
	@.ci/setup.sh run
	@frontend/build.sh --release

.PHONY: release
release: ## the one self-contained program for a server: target/release/viche
	@.ci/release.sh

.PHONY: bench
bench: ## measures, and writes docs/PERFORMANCE.md
	@.ci/bench.sh

.PHONY: screens
screens: ## pictures of every page into end2end/screens
	@.ci/screens.sh

.PHONY: fresh
fresh: ## clones the last commit into an empty folder and runs both commands there with an empty environment
	@.ci/fresh.sh

.PHONY: wasm-fallback
wasm-fallback: ## proves that the front end builds with nothing but Debian's packages
	@.ci/wasm-fallback.sh
