# make map    the map and layers of the bundled dossier, into ./out
# make test   everything that must hold: lint, types, import contracts, documentation, tests in Python and in a browser
# make manual the manual, into docs/_build/html; its commands are run and its pictures taken
# make bench  speed, size, and accuracy on simulated wars, as tables
# make fuzz   damaged files for every reader; SITMAP_FUZZ_S seconds each
# make test-qgis-next  the tests with QGIS in the QGIS of Debian's next release; as root, outside CI, about 13 minutes
# make screenshots  pictures of the page to look at, into tests/screenshots

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt

JS := tests/js/node_modules
# a worker takes up to 1.5 GB
WORKERS := --numprocesses=auto --maxprocesses=4 --dist=loadfile $(if $(CI),--durations=60 --durations-min=5)

PROGRAMS := chromium firefox-esr webkit2gtk-driver xvfb fonts-noto-core python3-qgis gdal-bin iproute2 poppler-utils postgresql-postgis strace
# Debian's next release, whose QGIS users will have
NEXT := trixie
# a node from elsewhere brings its own npm, which Debian's would not go with
NODE := $(shell command -v npm >/dev/null || echo nodejs npm)
HAS_POSTGIS := ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1
HAS_ENGINES := command -v firefox-esr >/dev/null && command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null
HAS_NODE := { command -v node && command -v npm; } >/dev/null 2>&1
HAS_QGIS := { command -v ogrinfo && command -v pdftotext && /usr/bin/python3 -c 'import qgis.core'; } >/dev/null 2>&1

.PHONY: map test test-qgis-next manual bench fuzz lint js lint-js lint-js-now test-js test-js-now test-install screenshots system format clean

map: $(VENV)/installed
	$(BIN)/sitmap build --out out

# two at a time, each output in one piece; then pytest on all cores, which says last whether all is well
test: system $(VENV)/tested js
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint test-js test-install
	@command -v chromium >/dev/null || { echo "Without Chromium these tests are skipped:"; $(BIN)/pytest --collect-only -q -m browser | grep ::; }
	@$(HAS_POSTGIS) || { echo "Without PostGIS these tests are skipped:"; $(BIN)/pytest --collect-only -q -m postgis | grep ::; }
	@$(HAS_QGIS) || { echo "Without QGIS and GDAL's programs these tests are skipped:"; $(BIN)/pytest --collect-only -q -m qgis | grep ::; }
	$(BIN)/pytest $(WORKERS)

lint: $(VENV)/tested lint-js
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

js:
	@if $(HAS_NODE); then $(MAKE) --no-print-directory $(JS)/installed; fi

# the page's scripts; without node they are not looked at, which is said, and in CI is a failure
lint-js test-js:
	@if $(HAS_NODE); then $(MAKE) --no-print-directory $(JS)/installed $@-now; \
	else echo "Without node and npm the page's scripts are not linted and tested."; test -z "$$CI"; fi

lint-js-now:
	$(JS)/.bin/eslint --config tests/js/eslint.config.js --max-warnings 0 maps/static tests/js/*.js

test-js-now:
	node --test --test-reporter=spec tests/js/*.test.js

$(JS)/installed: tests/js/package.json
	@cd tests/js && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	@touch $@

# wheel and sdist; the wheel installed in a fresh environment, its commands run from another folder; asks the package index
test-install: $(VENV)/tested
	$(BIN)/python tests/support/install_wheel.py

# tests/test_manual.py builds it too, and looks into it
manual: system $(VENV)/tested
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

bench: system $(VENV)/tested
	@$(HAS_NODE) && cd tests/benchmarks && npm install --no-package-lock --no-audit --no-fund --loglevel=error --ignore-scripts || \
	echo "Without node and npm the page is not measured against plain folium's."
	$(PIP) --editable '.[test,bench]'
	$(BIN)/pytest tests/benchmarks -o python_files='bench_*.py' --benchmark-columns=min,median,max,rounds --benchmark-sort=name -s

# damaged files for every reader, a minute each; what fails is kept in fuzz-findings and becomes a test
fuzz: $(VENV)/tested
	$(BIN)/pytest tests/fuzz -o python_files='fuzz_*.py' -s

# a folder with Debian's next release, in which its own path leads back to it, so that paths of the tests hold inside too
test-qgis-next: system $(VENV)/tested
	@command -v mmdebstrap >/dev/null || apt-get install -y -qq --no-install-recommends mmdebstrap
	@next=$$(mktemp -d) && chmod 755 $$next && trap "rm -rf $$next" EXIT && \
	mmdebstrap --quiet --variant=apt --include=python3-qgis,python3-gdal,gdal-bin,fonts-dejavu-core $(NEXT) $$next && \
	mkdir -p $$next$$(dirname $$next) $$next$(CURDIR)/tests && ln -s / $$next$$next && cp -r tests/support $$next$(CURDIR)/tests && \
	printf '#!/bin/sh\nexec env --unset=PYTHONPATH chroot %s /usr/bin/python3 "$$@"\n' $$next > $$next/python && chmod +x $$next/python && \
	$$next/python -c 'import qgis.core; print("QGIS", qgis.core.Qgis.QGIS_VERSION)' && \
	SITMAP_QGIS=$$next/python $(BIN)/pytest -m qgis --basetemp=$$next/tmp/pytest

# pictures of the page to look at, into tests/screenshots; nothing is compared with them
screenshots: system $(VENV)/tested
	$(BIN)/python tests/support/take_screenshots.py

format: $(VENV)/tested
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# programs that the tests need besides Python's packages; fonts so that Arabic is drawn
system:
	@if command -v chromium >/dev/null && $(HAS_ENGINES) && $(HAS_QGIS) && $(HAS_POSTGIS) && $(HAS_NODE); then :; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PROGRAMS) $(NODE); \
	else echo "Programs that some tests need are missing. To run these too: sudo apt-get install $(PROGRAMS) $(NODE)"; fi

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/tested: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[test]'
	@touch $(VENV)/installed $@

clean:
	rm -rf docs/_build docs/pictures docs/reference/generated $(VENV) $(JS) tests/benchmarks/node_modules out build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
