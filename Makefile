.DEFAULT_GOAL := help
PY := .venv/bin/python
HERE := PYTHONPATH=$(CURDIR)

.PHONY: help run test check bench faults gallery package lock clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: requirements.lock .ci/install .ci/system-packages
	bash .ci/install

run: .venv/ready ## play every role: a window in a simulated hall, or a whole life by script where there is no screen
	$(PY) -m app run

test: .venv/ready check ## everything CI runs: lint, types, architecture, tests
	$(PY) -m pytest -q -n 4

check: .venv/ready ## lint, types and the arrows of the architecture
	.venv/bin/ruff check .
	.venv/bin/ruff format --check -q .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

bench: .venv/ready ## measure against bare baselines; the table goes to build/bench.json
	$(PY) -m tests.bench

faults: .venv/ready ## the long kill loops: 200 times the terminal, 50 times the central
	YICHUANG_KILLS=200 $(PY) -m pytest -q tests/faults --timeout 3600

gallery: .venv/ready ## every page in every state as pictures in build/gallery/
	$(PY) -m widgets.gallery --out build/gallery

package: .venv/ready ## a one-folder program in dist/, tried by its own self-test
	.venv/bin/pyinstaller --noconfirm --distpath dist --workpath build/pyinstaller build.spec
	dist/yichuang/yichuang --self-test

lock: ## pin all dependencies anew
	uv pip compile -q pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock

clean: ## remove what was made, not the window's data
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
