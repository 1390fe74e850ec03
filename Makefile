# Everything works from a fresh clone on Debian with Swift 6.2 or newer; `make` alone lists the targets.

PREFIX ?= /usr/local
DEMO := demo-run
PACKAGES := libzstd-dev zlib1g-dev libxxhash-dev libicu-dev libsimdjson-dev libfasttext-dev zstd pkg-config python3

.DEFAULT_GOAL := help
.PHONY: help deps build release run test lint rules bench bench-encode bench-train bench-languages toxicity-model conformance interop nightly install clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

deps: ## install the Debian packages that Quern is built with, and fetch the language model
	@command -v swift >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install" >&2; exit 1; }
	@Tests/Tools/install_packages.sh $(PACKAGES)
	@Tests/Tools/fetch_language_model.sh || echo "no language model: see quern models" >&2

build: deps ## build for debugging
	swift build

release: deps ## build for use, with the Swift runtime inside
	swift build -c release --static-swift-stdlib --product quern

run: release ## set up and run the demo
	@echo "quern run Fixtures/demo/recipe.yml --out $(DEMO)"
	@.build/release/quern run Fixtures/demo/recipe.yml --out $(DEMO) || [ $$? -eq 2 ]
	@echo "Exit code 2: the demo holds records that are broken on purpose. The results are in $(DEMO):"
	@ls $(DEMO)

test: deps ## set up and run every test that needs nothing outside the repository
	swift build --build-tests
	Tests/Tools/write_rules.py .build/debug/quern --check
	swift test --skip-build

rules: deps ## write Docs/Rules.md, the list of all rules
	swift build --product quern
	Tests/Tools/write_rules.py .build/debug/quern

lint: deps ## check form, lifetimes, layering and freedom from Foundation
	swift format lint --strict -r Sources Tests Package.swift
	Tests/Tools/check_lifetimes.py
	Tests/Tools/check_layering.py
	Tests/Tools/check_foundation.sh

bench: deps ## measure speed on the text files CORPUS="FILE…"
	@test -n "$(CORPUS)" || { echo 'usage: make bench CORPUS="FILE…"' >&2; exit 64; }
	swift run -c release --package-path Tests/Benchmarks quern-benchmarks $(abspath $(CORPUS))

bench-encode: release .build-peers/bench ## compare the speed of encoding with that of tools from PyPI, on ../shared; ARGUMENTS="--worst"
	QUERN=.build/release/quern .build-peers/bin/python Tests/Benchmarks/compare_encoders.py $(ARGUMENTS)

bench-train: release .build-peers/bench ## compare the speed of training; ARGUMENTS="--slow --hard"
	QUERN=.build/release/quern .build-peers/bin/python Tests/Benchmarks/compare_trainers.py $(ARGUMENTS)

.build-peers/bench: Tests/Benchmarks/requirements.txt
	@Tests/Tools/install_packages.sh python3-venv zstd
	test -x .build-peers/bin/python || python3 -m venv .build-peers
	.build-peers/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/Benchmarks/requirements.txt
	touch $@

toxicity-model: release ## train Models/toxicity.ftz again on ../shared, to the same bytes
	@Tests/Tools/install_packages.sh python3 zstd
	QUERN=.build/release/quern Tests/Tools/train_toxicity_model.sh Models/toxicity.ftz

bench-languages: release .build-peers/bench ## compare the speed of language identification with fasttext-predict, on ../shared
	QUERN=.build/release/quern .build-peers/bin/python Tests/Benchmarks/compare_languages.py

conformance: release ## compare with tokenizers, tiktoken and rustbpe from PyPI; FULL=1 for all of it
	@Tests/Tools/install_packages.sh python3-venv
	FULL=$(FULL) Tests/Tools/run_peers.sh Tests/Conformance

interop: release ## read what Quern writes with the readers of trainers
	@Tests/Tools/install_packages.sh python3-venv
	Tests/Tools/run_peers.sh Tests/Interop

nightly: lint test ## everything, also what is slow
	$(MAKE) conformance FULL=1
	$(MAKE) interop

install: release ## copy quern to PREFIX/bin and its models to PREFIX/share/quern (PREFIX: /usr/local)
	install -D -m 755 .build/release/quern $(DESTDIR)$(PREFIX)/bin/quern
	install -d $(DESTDIR)$(PREFIX)/share/quern
	install -m 644 Models/* $(DESTDIR)$(PREFIX)/share/quern

clean: ## remove everything that was built
	rm -rf .build .build-describe .build-peers Tests/Benchmarks/.build $(DEMO)
