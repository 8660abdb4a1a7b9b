# Rondo: every command of the project. `make` alone lists them.
#
# What stands behind the commands is in .make/:
#   build.mk       how one variant is built: one compiler, one set of flags, one folder under build/
#   install.mk     how it is installed (templates/: the files for pkg-config and CMake)
#   check-install  builds the greet example against an installed loop, as a user would
#   need           installs what a command needs and the machine lacks
#   chapter        lays out a chapter, or a reader's folder, and tests it
#   run-tests      runs a test program and notes what passed; run-node-tests does so for tests in JavaScript
#   totals         adds up those notes: "N passed, N failed"
#   steps          runs commands one after the other, and prints what came of each and what it cost
#   mutants        tries whether the tests catch named bugs (tests/mutants/random: bugs drawn by lot)
#   kqueue.mk      tries the poller of macOS and BSD on Linux, over an emulation
#   newest-clang   names the newest clang++ of the machine
#
# Variables to set on the command line:
#   CXX=clang++-14     another compiler (its builds get folders of their own)
#   CXXFLAGS=…         further compiler flags
#   WERROR=            let warnings be warnings, should a new compiler find one
#   TSAN_IN=tests/…    sanitize: the thread sanitizer only on the tests in these folders
#   GTEST_FILTER=…     run only these tests (as GoogleTest reads it)
#   V=1                show each compiler command whole

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Commands run one after the other; each build inside them uses every core (or what -j says).
.NOTPARALLEL:
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)

ifeq ($(origin CXX),default)
CXX := $(shell command -v g++ >/dev/null || ! command -v clang++ >/dev/null && echo g++ || echo clang++)
endif
export CXX

# $(call variant,FLAVOUR[,COMPILER]): the make that builds this variant; goals follow it.
variant = $(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) -f .make/build.mk \
	FLAVOUR=$(1) CXX="$(or $(2),$(CXX))" REPORTS=build/reports/$@

need := sh .make/need
totals = sh .make/totals build/reports/$@
begin_reports = rm -rf build/reports/$@ && mkdir -p build/reports/$@

.PHONY: help
help: ## this list
	@echo 'Usage: make COMMAND'
	@awk -F ':.*## ' '/^[a-z][a-z-]*%?:.*## / { sub(/%/, "NN", $$1); printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Using it ---------------------------------------------------------------------------------

# Only the example writes to stdout, so that its output can be compared and piped.
.PHONY: greet
greet: ## builds the loop and runs the greet example on it
	@$(need) compiler
	@+$(call variant,release) greet >&2
	@+$(call variant,release) run-greet

# --- Testing it -------------------------------------------------------------------------------

# What tests/hazards guards against depends on the optimizer: it runs without it too.
.PHONY: test
test: ## every test
	@$(need) compiler googletest json ccache patch
	@$(begin_reports)
	@+$(call variant,release) run-tests
	@+$(call variant,debug) run-tests TESTS_IN=tests/hazards
	@+for number in $$(sh .make/chapter numbers); do $(chapter) test $$number build/reports/$@/chapter-$$number; done
	@+$(call variant,debug) run-book-tests JOBS=$(JOBS)
	@$(totals)

.PHONY: test-book
test-book: ## the checks of the book alone, which `make test` runs too
	@$(need) compiler googletest ccache patch
	@$(begin_reports)
	@+$(call variant,debug) run-book-tests JOBS=$(JOBS)
	@$(totals)

.PHONY: sanitize
sanitize: ## the tests under the address, undefined-behaviour and leak sanitizers, then the thread sanitizer
	@$(need) compiler sanitizers googletest json ccache
	@$(begin_reports)
	@+$(call variant,asan) run-tests
	@+$(call variant,tsan) run-tests $(if $(TSAN_IN),TESTS_IN='$(TSAN_IN)')
	@$(totals)

.PHONY: test-clang
test-clang: ## the tests built by clang++-14 and by the newest clang++ that is packaged
	@CXX=clang++-14 $(need) compiler newest-clang googletest json ccache
	@$(begin_reports)
	@+$(call variant,release,clang++-14) run-tests
	@+$(call variant,release,$$(sh .make/newest-clang)) run-tests
	@$(totals)

# gcov counts for g++. The kernels of other systems compile to nothing here and so do not count.
.PHONY: coverage
coverage: ## the share of src/rondo's lines that the tests run; fails below 95 %
	@CXX=g++ $(need) compiler googletest json gcovr ccache
	@$(begin_reports)
	@find build -path 'build/coverage/*' -name '*.gcda' -delete
	@+$(call variant,coverage,g++) run-tests
	@gcovr -j $(JOBS) --root . --filter 'src/rondo/' --exclude-throw-branches \
		--exclude-unreachable-branches --fail-under-line 95 build/coverage; \
		lines=$$?; $(totals) && exit $$lines

# The copies in which the bugs live are built as the debug variant is (on Linux with an emulated kqueue), and begin
# with what it has compiled.
# RANDOM=200 draws so many small changes to src/rondo instead; the same SEED draws the same ones.
.PHONY: mutants
mutants: ## the named bugs in tests/mutants, each of which must turn a test red; MUTANTS=… tries some
ifdef RANDOM
mutants: ## RANDOM=200 SEED=1 draws small changes to src/rondo instead; fails when the tests catch less than 95 %
	@$(need) compiler googletest json python3 ccache
	@$(begin_reports)
	@python3 -B tests/mutants/random/random_mutants.py --count $(RANDOM) $(if $(SEED),--seed $(SEED)) --jobs $(JOBS) \
		--totals build/reports/$@/random.totals; good=$$?; $(totals); exit $$good
else
	@$(need) compiler googletest patch python3 ccache
	@$(begin_reports)
	@+$(call variant,debug) KQUEUE=$(EMULATED_KQUEUE) library test-header
	@JOBS=$(JOBS) REPORTS=build/reports/$@ KQUEUE=$(EMULATED_KQUEUE) bash .make/mutants $(or $(MUTANTS),$(sort $(wildcard tests/mutants/*.patch)))
	$(if $(MUTANTS),,@python3 -B tests/mutants/random/random_test.py build/reports/$@/generator.totals)
	@$(totals)
endif

# libFuzzer is clang's. A run begins with the corpus of tests/fuzz and a fixed seed, so that two runs are the same;
# what it finds is kept in build/fuzz, and is run again with the program named there and the file's name.
FUZZ_RUNS ?= 20000
.PHONY: fuzz
fuzz: ## random programs against their invariants, FUZZ_RUNS=20000 of them or as many as you say
	@CXX=clang++-14 $(need) compiler sanitizers ccache
	@+$(call variant,fuzz,clang++-14) fuzzers
	@mkdir -p build/fuzz/corpus
	@build/fuzz-clang++-14/programs_fuzzer build/fuzz/corpus tests/fuzz/corpus -runs=$(FUZZ_RUNS) -seed=1 \
		-max_len=300 -len_control=0 -artifact_prefix=build/fuzz/ -verbosity=0 -print_final_stats=1

include .make/systems.mk
-include tests/bench/bench.mk
-include tests/soak/soak.mk
-include docs/player/player.mk
include .make/kqueue.mk

# What takes long is here rather than in .ci/run, which is for every change.
.PHONY: everything
everything: ## every check there is, the long ones too (hours), and a table of what each came to and cost
	@bash .make/steps check-format greet test test-player test-kqueue sanitize fuzz check-install docs test-site \
		test-windows soak test-clang coverage mutants 'mutants RANDOM=200 SEED=1' bench

# --- Reading the book ---------------------------------------------------------------------------

chapter = BUILD_WITH='$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))' sh .make/chapter

greet-%: ## chapter NN's greet example, on the loop as it stands in that chapter
	@$(need) compiler
	@+$(chapter) lay-out $* build/chapters/$* >&2
	@+$(MAKE) -C build/chapters/$* greet

test-%: ## chapter NN's tests, and those of the chapters before it, on chapter NN's loop
	@$(need) compiler googletest ccache
	@$(begin_reports)
	@+$(chapter) test $* build/reports/$@/chapter-$*
	@$(totals)

start-%: ## a folder of your own to type chapter NN in: make start-01 DIR=~/my-loop
	@$(need) compiler googletest
	@$(chapter) start $* '$(DIR)'

take-%: ## plays page NN into the folder of yours: make take-05 DIR=~/my-loop
	@$(need) compiler
	@+$(call variant,debug) book
	@$(book) take $* $(DIR)

# --- Writing the book: docs/notation.md -------------------------------------------------------

# The author's program. PAGE=02 means chapter 2 alone.
book = build/debug$(if $(filter g++,$(CXX)),,-$(notdir $(lastword $(CXX))))/book

.PHONY: type-along
type-along: ## types every page into an empty folder and compares with the chapters; PAGE=02 only that
	@$(need) compiler
	@+$(call variant,debug) book
	@$(book) type-along $(PAGE)

.PHONY: weave
weave: ## takes the pages' blocks from the chapters, and carries changes since the last commit to later ones
	@$(need) compiler
	@+$(call variant,debug) book
	@$(book) weave

.PHONY: plan
plan: ## how many lines of src/rondo each chapter builds (docs/plan.md); CHAPTER=10 lists what one does
	@$(need) compiler
	@+$(call variant,debug) book
	@$(book) plan $(CHAPTER)

-include docs/site/site.mk

# --- Keeping it in order ----------------------------------------------------------------------

# Versions of these differ in what they do; 14 decides, where there is one. The shell looks for it,
# not make, which would look before `need` has installed it.
clang_format = $$(command -v clang-format-14 || echo clang-format)
clang_tidy   = $$(command -v clang-tidy-14 || echo clang-tidy)
each_source = find $(wildcard src tests docs chapters) \( -name '*.hpp' -o -name '*.cpp' \) -print0 | xargs -0

.PHONY: format
format: ## lays out all C++ as .clang-format says
	@$(need) clang-format
	@$(each_source) $(clang_format) -i

.PHONY: check-format
check-format: ## fails where `make format` would change something
	@$(need) clang-format
	@$(each_source) $(clang_format) --dry-run --Werror

.PHONY: tidy
tidy: ## clang-tidy over src/rondo
	@$(need) compiler clang-tidy
	@find src/rondo -name '*.cpp' | \
		xargs -P $(JOBS) -I '{}' $(clang_tidy) --quiet '{}' -- -std=c++20 -Isrc -pthread

# --- Passing it on ----------------------------------------------------------------------------

.PHONY: install
install: ## headers, library, rondo.pc and rondoConfig.cmake into PREFIX=/usr/local (below DESTDIR)
	@$(need) compiler
	@+$(call variant,release) install

.PHONY: check-install
check-install: ## installs into build/ and builds greet against that, by pkg-config and by CMake
	@$(need) compiler pkg-config cmake
	@+$(call variant,release) install PREFIX=build/installed DESTDIR=
	@sh .make/check-install build/installed

.PHONY: clean
clean: ## removes all that was built
	rm -rf build
