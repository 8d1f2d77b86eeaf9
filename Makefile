# The one command of each kind. `make` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# Debian's names. The last five are for the tests and for trying the server by hand.
PACKAGES := pkg-config libssl-dev libsqlite3-dev libcrypt-dev zlib1g-dev freeradius-utils freeradius-common sqlite3 jq faketime

# One set of flags for every build, so that nothing is built twice.
BUILD := -c release --explicit-target-dependency-import-check error
BINARY := .build/release/rollcall
CONFIGURATION ?= conf/rollcall.yaml
SIMULATE_MINUTES ?= 10
HANGUPS ?= 200000
YEAR_SESSIONS ?= 10000000
YEAR_DIR ?= var/year
SOURCES := Package.swift Sources Tests Benchmarks

# Tests that start servers run one at a time, after all others: some of them measure time or load the machine.
PROCESS_TESTS := ^(ProcessTests|GauntletTests)
PROCESS_RUN = ROLLCALL_BINARY=$(CURDIR)/$(BINARY) swift test $(BUILD) --skip-build --disable-xctest --no-parallel

.PHONY: help deps build run test gauntlet gauntlet-nt4 fuzz bench bench-micro lint format year lab clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install the Debian packages that are missing
	@scripts/install-packages $(PACKAGES)

build: deps ## build the release binary, .build/release/rollcall
	swift build $(BUILD) --product rollcall

run: build ## serve conf/rollcall.yaml on 127.0.0.1 and print radclient lines to try
	@mkdir -p var
	@echo; echo "Try it from another shell, in this folder:"; echo
	@scripts/lines-to-try
	@echo
	@exec $(BINARY) serve --config $(CONFIGURATION)

test: deps ## build everything and run all tests, those of processes against the release binary
	swift build $(BUILD) --build-tests
	swift test $(BUILD) --skip-build --disable-xctest --skip '$(PROCESS_TESTS)'
	$(PROCESS_RUN) --filter '$(PROCESS_TESTS)'

gauntlet: deps ## what address pools get wrong, case by case against the release binary, as a table
	swift build $(BUILD) --build-tests
	@scripts/gauntlet-table $(PROCESS_RUN) --filter '^GauntletTests'

gauntlet-nt4: deps ## the case that drained Windows NT 4.0, at size; HANGUPS=200000
	swift build $(BUILD) --build-tests
	ROLLCALL_HANGUPS=$(HANGUPS) $(PROCESS_RUN) --filter '^GauntletTests.*g25'

fuzz: deps ## a million mixed good and hostile datagrams against the release binary
	swift build $(BUILD) --build-tests
	ROLLCALL_FUZZ=1000000 $(PROCESS_RUN) --filter HostileTests

simulate: build ## hostile worlds from a fresh seed, for about SIMULATE_MINUTES (10)
	@scripts/simulate $(BINARY) $(SIMULATE_MINUTES)

mutations: deps ## check that the simulation catches every deliberate fault, and print the seeds
	ROLLCALL_MUTATIONS=1 swift build $(BUILD) --scratch-path .build/mutations --build-tests
	ROLLCALL_MUTATIONS=1 swift test $(BUILD) --scratch-path .build/mutations --skip-build --disable-xctest \
	  --filter MutationTests

bench: build ## Rollcall, FreeRADIUS and a bare responder side by side; BENCH='--works pap --rounds 5' and so on
	@scripts/install-packages gcc python3 util-linux freeradius freeradius-postgresql postgresql sqlite3
	@scripts/bench $(BINARY) $(BENCH)

bench-micro: deps ## what the pieces of a request cost, one by one
	ROLLCALL_BENCHMARKS=1 swift build $(BUILD) --product micro
	@.build/release/micro

lint: ## check the format of all Swift files
	swift format lint --strict --recursive --parallel $(SOURCES)

format: ## format all Swift files in place
	swift format format --in-place --recursive --parallel $(SOURCES)

year: deps ## a small ISP's year of sessions: makes it, and measures questions and sizes; YEAR_SESSIONS, YEAR_DIR
	swift build $(BUILD) --product accounting-year
	@mkdir -p $(YEAR_DIR)
	.build/release/accounting-year $(YEAR_SESSIONS) $(YEAR_DIR)

lab: build ## real NAS clients against the release binary; LAB_DIR names the folder of the lab scripts
	Tests/lab/run $(LAB_SCRIPTS)

clean: ## remove what was built; the server's data in var/ stays
	rm -rf .build
