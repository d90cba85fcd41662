# make map    the map and layers of the bundled dossier, into ./out
# make test   everything that must hold: lint, types, import contracts, documentation, tests in Python and in a browser
# make bench  speed and size, as tables

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt

PROGRAMS := chromium fonts-noto-core python3-qgis gdal-bin poppler-utils postgresql-postgis \
	osm2pgsql g++ pkg-config libicu-dev python3-dev
HAS_POSTGIS := ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1
# Nominatim's packages need one that is compiled
HAS_NOMINATIM := { $(HAS_POSTGIS) && command -v osm2pgsql && command -v g++ && pkg-config --exists icu-i18n; } >/dev/null 2>&1
HAS_QGIS := { command -v ogrinfo && command -v pdftotext && /usr/bin/python3 -c 'import qgis.core'; } >/dev/null 2>&1

.PHONY: map test bench lint system format clean

map: $(VENV)/installed
	$(BIN)/sitmap build --out out

test: system $(VENV)/tested lint
	@command -v chromium >/dev/null || { echo "Without Chromium these tests are skipped:"; $(BIN)/pytest --collect-only -q -m browser | grep ::; }
	@$(HAS_POSTGIS) || { echo "Without PostGIS these tests are skipped:"; $(BIN)/pytest --collect-only -q -m postgis | grep ::; }
	@$(HAS_QGIS) || { echo "Without QGIS and GDAL's programs these tests are skipped:"; $(BIN)/pytest --collect-only -q -m qgis | grep ::; }
	@if $(HAS_NOMINATIM); then $(MAKE) --silent $(VENV)/nominatim; \
	else echo "Without Nominatim these tests are skipped:"; $(BIN)/pytest --collect-only -q -m nominatim | grep ::; fi
	$(BIN)/pytest

lint: $(VENV)/tested
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: system $(VENV)/tested
	$(BIN)/pytest tests/benchmarks -o python_files='bench_*.py' --benchmark-columns=min,median,max,rounds --benchmark-sort=name -s

format: $(VENV)/tested
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# programs that the tests need besides Python's packages; fonts so that Arabic is drawn
system:
	@if command -v chromium >/dev/null && $(HAS_QGIS) && $(HAS_NOMINATIM); then :; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PROGRAMS); \
	else echo "Programs that some tests need are missing. To run these too: sudo apt-get install $(PROGRAMS)"; fi

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/nominatim: $(VENV)/tested
	$(PIP) --editable '.[nominatim]'
	@touch $@

clean:
	rm -rf $(VENV) out build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
