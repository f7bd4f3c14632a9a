# `make quickstart` and `make test` need Rust, Python ≥ 3.11 and a package registry, and nothing else.
# Everything is installed into .venv, .venv-bare and .venv-tespy; the system's Python is never touched.

PYTHON ?= python3
VENV := $(CURDIR)/.venv
BARE := $(CURDIR)/.venv-bare
TESPY := $(CURDIR)/.venv-tespy
BIN := $(VENV)/bin
MATURIN := $(BIN)/maturin
PYTEST := $(BIN)/python -m pytest
# What somebody may write who uses the package with types.
TYPED := docs/examples/simple_cycle.py docs/examples/migration_from_tespy.py
NOTEBOOKS = $(wildcard notebooks/*.ipynb)

export VIRTUAL_ENV := $(VENV)
export PYO3_PYTHON := $(BIN)/python
export MPLBACKEND := Agg
# Where the source distribution of TESPy is kept.
export ENTROPYK_PEER_CACHE := $(CURDIR)/target
export MPLCONFIGDIR := $(VENV)/matplotlib
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_QUIET := 1
unexport CONDA_PREFIX PYTHONHOME PYTHONPATH

# Written from the compiled module.
STUBS := entropyk/_core.pyi entropyk/components/__init__.pyi

.PHONY: help quickstart test lint check format stubs docs validation benchmarks pictures accuracy peer-tests bench \
	bench-tespy bench-memory clean test-wheels deny fuzz notebook-outputs \
	test-rust test-aarch64 test-python test-notebooks test-bare check-stubs check-python check-rust build dev

help:
	@echo "make quickstart  build into .venv, solve a refrigeration cycle, draw its log p-h chart"
	@echo "make test        all tests: Rust, Python, notebooks, bare install"
	@echo "make test-aarch64  tests of the fluids for ARM, under emulation"
	@echo "make test-wheels  wheel for manylinux2014 and source distribution, checked"
	@echo "make lint        formatting, clippy, ruff, mypy, Rust documentation"
	@echo "make check       lint and test"
	@echo "make format      format Rust and Python"
	@echo "make stubs       write the type stubs anew, from the compiled module"
	@echo "make docs        the documentation, in target/docs, after the notebooks have run"
	@echo "make validation  write docs/validation.md anew, from the tests"
	@echo "make benchmarks  write docs/benchmarks.md anew, in ten minutes on a quiet machine"
	@echo "make pictures    draw the pictures of the documentation anew"
	@echo "make accuracy    write docs/fluid-accuracy.md anew"
	@echo "make peer-tests  run the tests and tutorials of TESPy against entropyk"
	@echo "make bench-tespy  re-solve models with TESPy and with entropyk, side by side"
	@echo "make bench-memory  memory over 100,000 solves"
	@echo "make notebook-outputs  run the first notebook and store it with its outputs"
	@echo "make fuzz        look for bytes that fluids, saved models or the compiler cannot stand"
	@echo "make deny        licenses and sources of the dependencies"
	@echo "make bench       time the solver beside TESPy, and properties beside CoolProp"
	@echo "make clean       remove everything that was built or installed"

quickstart: build
	$(BIN)/python -m pip install "matplotlib>=3.8"
	$(BIN)/python docs/examples/simple_cycle.py

check: lint test

test: test-rust test-python test-notebooks test-bare

# The extension module links no libpython, so what it does is tested from Python.
test-rust: dev
	cargo test --release --workspace --exclude entropyk-python

test-python: build dev
	$(PYTEST) tests

# A wheel for old Linux, checked for what it links and calls, and a source distribution that builds and runs by itself.
test-wheels: dev
	rm -rf dist target/wheels target/sdist-venv
	$(BIN)/python -m pip install "abi3audit>=0.0.20" "auditwheel>=6.2" "ziglang>=0.13" "cargo-zigbuild>=0.20"
	PATH="$(BIN):$$PATH" $(MATURIN) build --release --quiet --zig --compatibility manylinux2014 --out dist
	$(BIN)/python -m auditwheel show dist/*.whl
	$(BIN)/python -m auditwheel show dist/*.whl | tr '\n' ' ' | grep -q manylinux_2_17
	$(BIN)/python -m abi3audit --strict dist/*.whl
	test $$(stat -c %s dist/*.whl) -lt 10000000
	$(MATURIN) sdist --out dist
	$(PYTHON) -m venv target/sdist-venv
	target/sdist-venv/bin/python -m pip install dist/*.tar.gz
	cd / && $(CURDIR)/target/sdist-venv/bin/python -c "import entropyk; print(entropyk.__version__)"

# The property engine on a processor of the other kind, emulated: needs rustup, qemu-user and gcc-aarch64-linux-gnu.
test-aarch64:
	rustup target add aarch64-unknown-linux-gnu
	CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
	CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -L /usr/aarch64-linux-gnu" \
		cargo test --release --target aarch64-unknown-linux-gnu --package entropyk-fluids \
		--lib --test trouble_spots --test identities --test pairs --test errors --test transport --test if97

test-notebooks: build dev
	rm -rf target/notebooks
	mkdir -p target/notebooks
	cp $(NOTEBOOKS) target/notebooks
	env -u MPLBACKEND $(PYTEST) --nbmake --overwrite --nbmake-timeout=600 target/notebooks
	$(BIN)/python docs/make_outputs.py target/notebooks/01_first_cycle.ipynb

# The first notebook is stored with its outputs, for who reads it where nothing runs.
notebook-outputs: build dev
	mkdir -p target/notebooks
	cp notebooks/01_first_cycle.ipynb target/notebooks
	env -u MPLBACKEND $(PYTEST) --nbmake --overwrite --nbmake-timeout=600 target/notebooks/01_first_cycle.ipynb
	$(BIN)/python docs/make_outputs.py --write target/notebooks/01_first_cycle.ipynb

# As a user has it: the wheel, NumPy, pandas and polars, no pyarrow, and no checkout around; a tutorial of TESPy with the
# wheel and its extra.
test-bare: dev $(BARE)/installed $(TESPY)/installed
	rm -rf dist
	$(MATURIN) build --release --quiet --out dist
	$(BARE)/bin/python -m pip install --no-deps --force-reinstall dist/*.whl
	outside=$$(mktemp -d) && cp -R tests/bare/. "$$outside" && cd "$$outside" && \
		$(BARE)/bin/python -m pytest -p no:cacheprovider . && rm -rf "$$outside"
	$(TESPY)/bin/python -m pip install --no-deps --force-reinstall dist/*.whl
	outside=$$(mktemp -d) && cp tests/bare/run_tutorial.py tests/compat/tespy_source.py "$$outside" && cd "$$outside" && \
		$(TESPY)/bin/python run_tutorial.py > log && tail -n 1 log && rm -rf "$$outside"

lint: dev check-stubs
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --document-private-items --exclude entropyk-python
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy $(TYPED)
	$(BIN)/pyright $(TYPED)
	$(BIN)/python -m mypy.stubtest entropyk._core entropyk.components --concise --mypy-config-file pyproject.toml \
		--allowlist tests/stubtest-allowlist.txt

format: dev
	cargo fmt --all
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

stubs: dev
	$(MATURIN) develop --release --quiet --generate-stubs
	$(BIN)/python rust/python/make_stubs.py
	$(BIN)/ruff check --quiet --fix-only $(STUBS)
	$(BIN)/ruff format --quiet $(STUBS)

check-stubs: dev
	@before=$$(cat $(STUBS) | cksum) && $(MAKE) --no-print-directory stubs && test "$$before" = "$$(cat $(STUBS) | cksum)" || { \
		echo "The type stubs were out of date and have been written anew: commit them."; exit 1; } >&2

# The pages take the notebooks as the last `make test-notebooks` has executed them.
docs: build dev target/notebooks
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet docs target/docs

target/notebooks:
	$(MAKE) --no-print-directory test-notebooks

# Every number of the literature that tests compare with.
validation: build dev
	$(PYTEST) -q tests/physics --validation-page docs/validation.md

benchmarks: build dev
	$(BIN)/python docs/make_benchmarks.py

pictures: build dev
	$(BIN)/python docs/make_pictures.py

# Compares every fluid with CoolProp, and every table with its equation.
accuracy: build dev
	cargo run --release --quiet --package entropyk-fluids --example table_accuracy -- --csv > target/table_accuracy.csv
	$(BIN)/python docs/make_accuracy.py target/table_accuracy.csv

# Runs TESPy's own tests and tutorials against the package; fails where fewer pass than before.
peer-tests: build dev
	$(BIN)/python tests/compat/peer_tests.py

bench: build dev
	$(PYTEST) -q -s tests/api/test_benchmark.py
	$(BIN)/python tests/benchmarks/compare_tespy.py
	$(BIN)/python tests/benchmarks/chain.py
	$(BIN)/python tests/benchmarks/compare_coolprop.py
	$(BIN)/python tests/benchmarks/charts.py

# Memory over 100,000 solves, with results, derivatives, failures and models made on the way.
bench-memory: build dev
	$(BIN)/python tests/benchmarks/memory.py

# What dependencies may be: deny.toml.
deny:
	@cargo deny --version > /dev/null 2>&1 || { echo "This needs cargo-deny: cargo install --locked cargo-deny" >&2; exit 1; }
	cargo deny check bans licenses sources

# Bytes into fluids, saved models and the compiler, for so many seconds each; without the tools the tests run the same over seeded bytes.
FUZZ_SECONDS ?= 60
fuzz:
	@if cargo +nightly fuzz --version > /dev/null 2>&1; then \
		for target in flash json compiler; do \
			cargo +nightly fuzz run --fuzz-dir rust/fuzz $$target -- -max_total_time=$(FUZZ_SECONDS) || exit 1; done; \
	else \
		echo "There is no nightly toolchain with cargo-fuzz here (rustup toolchain install nightly; cargo install cargo-fuzz):"; \
		echo "the tests run the same functions over seeded bytes."; \
		cargo test --release --workspace --exclude entropyk-python --exclude entropyk-fluids --test fuzz_bodies; \
	fi

# Re-solves models with TESPy and with entropyk, side by side.
bench-tespy: build dev
	$(BIN)/python tests/benchmarks/compare_networks.py

clean:
	rm -rf .venv .venv-bare .venv-tespy dist target .pytest_cache .mypy_cache .ruff_cache entropyk/_core*.so entropyk/_core*.pyd
	find entropyk tests docs notebooks -name __pycache__ -type d -prune -exec rm -rf {} +

# Compiles the engine and lays entropyk/_core.abi3.so beside the Python files.
build: check-rust $(VENV)/ready
	$(MATURIN) develop --release --quiet

dev: check-rust $(VENV)/dev

$(VENV)/ready: pyproject.toml | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install "maturin>=1.12,<2" "numpy>=1.26"
	touch $@

$(VENV)/dev: pyproject.toml $(VENV)/ready
	$(BIN)/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; e = p["optional-dependencies"]; \
		print(*p["dependencies"], *e["dev"], *e["docs"], sep="\n")' > $(VENV)/dev.txt
	$(BIN)/python -m pip install -r $(VENV)/dev.txt
	touch $@

$(BARE)/installed: pyproject.toml | check-python
	$(PYTHON) -m venv $(BARE)
	$(BARE)/bin/python -m pip install "numpy>=1.26" "pandas>=2.2" "polars>=1.0" "pytest>=8.3"
	touch $@

$(TESPY)/installed: pyproject.toml | check-python
	$(PYTHON) -m venv $(TESPY)
	$(PYTHON) -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
		print(*p["dependencies"], *p["optional-dependencies"]["tespy"], sep="\n")' > $(TESPY)/needed.txt
	$(TESPY)/bin/python -m pip install -r $(TESPY)/needed.txt
	touch $@

check-python:
	@command -v "$(PYTHON)" > /dev/null || { \
		echo "There is no $(PYTHON) here. Install Python 3.11 or newer (Debian, Ubuntu: apt install python3 python3-venv;"; \
		echo "macOS: brew install python), or name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; } >&2
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$("$(PYTHON)" --version 2>&1), and entropyk needs Python 3.11 or newer."; \
		echo "Install one, or name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2> /dev/null || { \
		v=$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$(PYTHON) cannot make a virtual environment: it comes without ensurepip."; \
		echo "Debian, Ubuntu: apt install python3-venv (or python$$v-venv); or name another: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
		exit 1; } >&2

check-rust:
	@command -v cargo > /dev/null || { \
		echo "There is no cargo here. Install Rust from https://rustup.rs, open a new shell, and try again."; exit 1; } >&2
