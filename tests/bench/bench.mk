# The benchmark: the loop beside its peers and beside the least that each row can cost. See tests/bench/README.md.
#
#   make bench BENCH='--rows switch spawn --rounds 9'      only these rows, more rounds
#   make bench-against REF=v1.0                        this loop against an earlier state of it
#   make bench-build && tests/bench/bench.py --help

BENCH         ?=
BENCH_BUILD   := build/bench
BENCH_SOURCE  := tests/bench
WERROR        ?= -Werror
BENCH_FLAGS    = -std=c++20 -O2 -DNDEBUG -pthread -Wall -Wextra -Wpedantic -Wshadow $(WERROR)
BENCH_COMPILE  = $(CXX) $(BENCH_FLAGS) -MMD -MP -MF $@.d $(CPPFLAGS) $(CXXFLAGS)
BENCH_PEERS   := rondo limit asio asio-typed libuv libevent libev
BENCH_PROGRAMS = $(BENCH_PEERS:%=$(BENCH_BUILD)/bench-%)
BENCH_LIBRARY := $(BENCH_BUILD)/librondo.a

.PHONY: bench
bench: bench-build ## times the loop beside its peers and prints which goals are met (several minutes)
	@CXX='$(CXX)' /usr/bin/python3 -B $(BENCH_SOURCE)/bench.py $(BENCH)

.PHONY: bench-quick
bench-quick: bench-build ## one round of few operations: does every program of the benchmark run?
	@CXX='$(CXX)' /usr/bin/python3 -B $(BENCH_SOURCE)/bench.py --quick $(BENCH)

.PHONY: bench-kernels
bench-kernels: ## the kernels of this system beside each other: a turn, a wake, one event among many descriptors
	@$(need) compiler ccache
	@+$(call variant,release) BUILD=$(BENCH_BUILD) CPPFLAGS='$(CPPFLAGS) -DNDEBUG' library
	@$(MAKE) -f $(BENCH_SOURCE)/bench.mk $(BENCH_BUILD)/bench-kernels
	@$(BENCH_BUILD)/bench-kernels

# REF is whatever git can name: a tag, a branch, a commit.
REF ?= HEAD~
.PHONY: bench-against
bench-against: ## times the loop against an earlier state of it, REF=HEAD~, and fails if a row is slower by 3 %
	@$(need) compiler python3 git ccache
	@CXX='$(CXX)' /usr/bin/python3 -B $(BENCH_SOURCE)/against.py '$(REF)' --jobs $(JOBS) $(BENCH)

# The programs are made by a make of its own: not before what is lacking is installed, and several at a time.
.PHONY: bench-build
bench-build:
	@$(need) compiler bench
	@+$(call variant,release) BUILD=$(BENCH_BUILD) CPPFLAGS='$(CPPFLAGS) -DNDEBUG' library
	@$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) -f $(BENCH_SOURCE)/bench.mk bench-programs

.PHONY: bench-programs
bench-programs: $(BENCH_PROGRAMS)

$(BENCH_BUILD)/bench-asio-typed: $(BENCH_SOURCE)/asio.cpp
	@mkdir -p $(@D)
	$(if $(V),,@echo '  compile  $< (executor spelled out)' >&2;)$(BENCH_COMPILE) -DSPELL_OUT_EXECUTOR $< -o $@

# The library's build notes there what it was compiled by; the programs follow when that changes.
$(BENCH_PROGRAMS) $(BENCH_BUILD)/bench-kernels: $(BENCH_BUILD)/compile.stamp

$(BENCH_BUILD)/bench-rondo $(BENCH_BUILD)/bench-kernels: $(BENCH_LIBRARY)
$(BENCH_BUILD)/bench-rondo $(BENCH_BUILD)/bench-kernels: BENCH_LIBS := -Isrc $(BENCH_LIBRARY)
$(BENCH_BUILD)/bench-libuv: BENCH_LIBS := -luv
$(BENCH_BUILD)/bench-libevent: BENCH_LIBS := -levent_core -levent_pthreads
$(BENCH_BUILD)/bench-libev: BENCH_LIBS := -lev

$(BENCH_BUILD)/bench-%: $(BENCH_SOURCE)/%.cpp
	@mkdir -p $(@D)
	$(if $(V),,@echo '  compile  $<' >&2;)$(BENCH_COMPILE) $< $(BENCH_LIBS) -o $@

-include $(BENCH_PROGRAMS:%=%.d) $(BENCH_BUILD)/bench-kernels.d
