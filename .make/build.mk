# Builds one variant of the loop, its examples and its tests, in a folder of its own.
#
#   make -f .make/build.mk FLAVOUR=asan CXX=clang++-14 tests     builds into build/asan-clang++-14
#
# Goals: library, greet, examples, test-header, tests, book, book-tests, fuzzers; run-greet, run-tests and
# run-book-tests (REPORTS=folder); install.
# TESTS_IN=folder leaves out the tests elsewhere.
# What builds writes to stderr, so that stdout holds what was run and nothing else.

.DELETE_ON_ERROR:

FLAVOUR ?= release
BUILD ?= build/$(FLAVOUR)$(if $(filter g++,$(CXX)),,-$(notdir $(lastword $(CXX))))

# --- Flags ------------------------------------------------------------------------------------

FLAGS_release  := -O2 -g
FLAGS_debug    := -O0 -g
# Frames from a pool would hide a use after free, so the sanitizers get frames from the heap.
# In code with their checks g++ takes what is set for unset; its manual says so, under -fsanitize.
FLAGS_checked  := -O1 -g -fno-omit-frame-pointer -DRONDO_NO_POOL \
                  $(if $(findstring clang,$(CXX)),,-Wno-maybe-uninitialized)
FLAGS_asan     := $(FLAGS_checked) -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan     := $(FLAGS_checked) -fsanitize=thread
# clang 14 cannot put the check of called functions into coroutines.
FLAGS_fuzz     := $(FLAGS_asan) -fno-sanitize=function -fsanitize=fuzzer-no-link
FLAGS_cross    := -O0 -g1
FLAGS_coverage := -O0 -g --coverage -fprofile-update=atomic

FLAVOUR_FLAGS := $(or $(FLAGS_$(FLAVOUR)),$(error no such flavour: $(FLAVOUR)))

# What was compiled once with the same words is not compiled again: neither by another clone, nor after `make clean`.
# Paths are relative to the checkout, so that clones of it share; precompiled headers need the sloppiness.
ifneq (,$(shell command -v ccache))
CACHE := ccache
export CCACHE_BASEDIR    := $(CURDIR)
export CCACHE_NOHASHDIR  := 1
export CCACHE_SLOPPINESS := pch_defines,time_macros
endif

# KQUEUE=emulated adds kqueue's poller where there is no kqueue: over an emulation for Linux, which is part of the
# library then.
KQUEUE ?=
ifeq ($(KQUEUE),emulated)
BUILD     := $(BUILD)-kqueue
EMULATION := tests/kqueue/emulation.cpp
CPPFLAGS  += -DRONDO_KQUEUE -isystem tests/kqueue/include
endif

WERROR   ?= -Werror
LANGUAGE := -std=c++20 -pthread
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Woverloaded-virtual $(WERROR)
COMPILE  := $(CACHE) $(CXX) $(LANGUAGE) $(WARNINGS) $(FLAVOUR_FLAGS) -Isrc $(CPPFLAGS) $(CXXFLAGS)
LINK     := $(CXX) $(LANGUAGE) $(FLAVOUR_FLAGS) $(CXXFLAGS) $(LDFLAGS)

# What the compiler builds for decides on these, not where it runs.
TARGET := $(shell $(CXX) -dumpmachine)
ifneq (,$(findstring mingw,$(TARGET)))
EXE  := .exe
LIBS := -lws2_32 -lmswsock
endif
# For a system that is not this machine's, GoogleTest is built from its sources, and what needs no building is
# found without the headers of this machine's system.
ifneq (,$(GOOGLETEST_SOURCES))
BORROWED   := $(BUILD)/headers
GOOGLETEST := -isystem $(GOOGLETEST_SOURCES)/googletest/include -isystem $(GOOGLETEST_SOURCES)/googlemock/include \
              -isystem $(BORROWED)
GOOGLETEST_LIBS := $(BUILD)/libgtest.a
else
ifneq (,$(findstring darwin,$(TARGET)))
HOMEBREW := $(shell brew --prefix 2>/dev/null || echo /usr/local)
GOOGLETEST := -isystem $(HOMEBREW)/include
GOOGLETEST_LIBS := -L$(HOMEBREW)/lib
endif
GOOGLETEST_LIBS += -lgtest -lgmock -lgtest_main
endif

# System calls that tests can make fail: the linker puts tests/support/failing_calls.cpp in front of them.
ifneq (,$(findstring linux,$(TARGET)))
WRAPPED := close recv send accept4 connect epoll_create1 epoll_ctl epoll_wait epoll_pwait2 eventfd poll pipe mmap syscall
WRAPPED += $(if $(EMULATION),kqueue kevent)
FAILING_CALLS := $(WRAPPED:%=-Wl,--wrap=%)
endif

# The headers that every test needs are compiled once, and of debug information there is what a stack
# trace shows: that halves the time that the tests take to compile. Both g++ and clang++ use the .gch
# that stands beside a header named by -include.
TEST_HEADER := $(BUILD)/for_tests.hpp
COMPILED_HEADER := $(TEST_HEADER)$(if $(NO_PRECOMPILED_HEADERS),,.gch)

# The library may end in a shared one: a plug-in, an extension of Python. What users compile must be without
# these warnings of theirs.
FOR_LIBRARY := -Wconversion -Wextra-semi -Wsuggest-override -Wnon-virtual-dtor $(if $(EXE),,-fPIC)
FOR_TESTS   := -I. -g1 $(GOOGLETEST) -include $(TEST_HEADER)

# --- What there is to build -------------------------------------------------------------------

object = $(patsubst %.cpp,$(BUILD)/objects/%.o,$(1))

LIBRARY         := $(BUILD)/librondo.a
LIBRARY_OBJECTS := $(call object,$(sort $(shell find src/rondo -name '*.cpp') $(EMULATION)))

EXAMPLE_SOURCES := $(sort $(wildcard docs/examples/*.cpp))
EXAMPLES        := $(EXAMPLE_SOURCES:docs/examples/%.cpp=$(BUILD)/examples/%$(EXE))

# The benchmarks, the checks of the book and the fuzzers are programs of their own. What is in the files called
# *_posix_test.cpp other systems do not have; why not, the first line of each says.
TESTS        := $(BUILD)/rondo_tests$(EXE)
TESTS_IN     ?= tests
ALL_TESTS    := $(sort $(shell find $(TESTS_IN) tests/support \( -path tests/bench -o -path tests/book -o \
	-path tests/fuzz \) -prune -o \( -name '*_test.cpp' -o -path 'tests/support/*.cpp' \) -print))
LEFT_OUT     := $(if $(EXE),$(filter %_posix_test.cpp,$(ALL_TESTS)))
TEST_SOURCES := $(filter-out $(LEFT_OUT),$(ALL_TESTS))
TEST_OBJECTS := $(call object,$(TEST_SOURCES))

# What checks the book knows nothing of the loop: a program for its authors, and the tests.
BOOK         := $(BUILD)/book$(EXE)
BOOK_TESTS   := $(BUILD)/book_tests$(EXE)
BOOK_MAIN    := $(call object,tests/book/main.cpp)
BOOK_TESTING := $(call object,$(sort $(wildcard tests/book/*_test.cpp)))
BOOK_OBJECTS := $(filter-out $(BOOK_MAIN) $(BOOK_TESTING),$(call object,$(sort $(wildcard tests/book/*.cpp))))

# Each *_fuzzer.cpp is a program of libFuzzer's; the other files are shared by them.
FUZZERS      := $(patsubst tests/fuzz/%.cpp,$(BUILD)/%,$(wildcard tests/fuzz/*_fuzzer.cpp))
FUZZ_OBJECTS := $(call object,$(wildcard tests/fuzz/*.cpp))

.PHONY: library greet examples tests test-header book book-tests fuzzers
library:  $(LIBRARY)
test-header: $(COMPILED_HEADER)
greet:    $(BUILD)/examples/greet$(EXE)
examples: $(EXAMPLES)
tests:    $(TESTS) $(if $(filter tests/examples/% tests/watch/%,$(TEST_SOURCES)),examples)
book:     $(BOOK)
book-tests: $(BOOK_TESTS)
fuzzers:  $(FUZZERS)

# --- How it is built --------------------------------------------------------------------------

# One line a step, or with V=1 the command itself.
step = $(if $(V),,@echo '  $(1)' >&2;)

# A stamp holds what a file was made from beside its sources: the command, or the list of objects.
# It is written anew only when that changes; what depends on it is then made anew. So a changed
# flag compiles everything, and a deleted source leaves the library.
$(BUILD)/compile.stamp: CONTENT = $(COMPILE) : $(FOR_LIBRARY) : $(FOR_TESTS) : $(shell $(CXX) --version | head -n 1)
$(BUILD)/library.stamp: CONTENT = $(LIBRARY_OBJECTS)
$(BUILD)/tests.stamp:   CONTENT = $(LINK) $(FAILING_CALLS) : $(TEST_OBJECTS)
$(BUILD)/book.stamp:    CONTENT = $(LINK) : $(BOOK_OBJECTS) $(BOOK_TESTING)
$(BUILD)/%.stamp: FORCE
	@mkdir -p $(@D)
	@test "$$(cat $@ 2>/dev/null)" = '$(CONTENT)' || printf '%s\n' '$(CONTENT)' >$@
.PHONY: FORCE
FORCE:

$(BUILD)/objects/%.o: %.cpp $(BUILD)/compile.stamp
	@mkdir -p $(@D)
	$(call step,compile  $<)$(COMPILE) $(EXTRA) -MMD -MP -c $< -o $@

$(LIBRARY_OBJECTS): EXTRA = $(FOR_LIBRARY)
$(TEST_OBJECTS) $(BOOK_TESTING): EXTRA = $(FOR_TESTS)
$(TEST_OBJECTS) $(BOOK_TESTING): $(COMPILED_HEADER)
$(BOOK_OBJECTS) $(BOOK_MAIN):    EXTRA = -I.
$(TEST_HEADER): $(BUILD)/compile.stamp
	$(if $(BORROWED),@mkdir -p $(BORROWED) && ln -sfn /usr/include/nlohmann $(BORROWED)/nlohmann)
	@printf '#include <%s>\n' gmock/gmock.h gtest/gtest.h rondo/rondo.hpp >$@
$(TEST_HEADER).gch: $(TEST_HEADER)
	$(call step,compile  the headers for the tests)$(COMPILE) -g1 $(GOOGLETEST) -MMD -MP -MF $@.d -MT $@ \
		-x c++-header $(TEST_HEADER) -o $@

# Made from nothing each time: ar would keep the members whose sources are gone.
$(LIBRARY): $(LIBRARY_OBJECTS) $(BUILD)/library.stamp
	@rm -f $@
	$(call step,archive  $@)$(AR) rcs $@ $(LIBRARY_OBJECTS)

$(EXAMPLES): $(BUILD)/examples/%$(EXE): $(BUILD)/objects/docs/examples/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(call step,link     $@)$(LINK) $^ $(LIBS) -o $@

ifneq (,$(GOOGLETEST_SOURCES))
GTEST_PARTS := $(addprefix $(BUILD)/googletest/,gtest-all.o gtest_main.o gmock-all.o)
vpath gtest%.cc $(GOOGLETEST_SOURCES)/googletest/src
vpath gmock%.cc $(GOOGLETEST_SOURCES)/googlemock/src
$(GTEST_PARTS): $(BUILD)/googletest/%.o: %.cc $(BUILD)/compile.stamp
	@mkdir -p $(@D)
	$(call step,compile  $(<F))$(CACHE) $(CXX) $(LANGUAGE) $(FLAVOUR_FLAGS) $(GOOGLETEST) \
		-I$(GOOGLETEST_SOURCES)/googletest -I$(GOOGLETEST_SOURCES)/googlemock -w -c $< -o $@
$(BUILD)/libgtest.a: $(GTEST_PARTS)
	@rm -f $@
	$(call step,archive  $@)$(AR) rcs $@ $^
$(TESTS): $(BUILD)/libgtest.a
endif

$(TESTS): $(TEST_OBJECTS) $(LIBRARY) $(BUILD)/tests.stamp
	$(call step,link     $@)$(LINK) $(FAILING_CALLS) $(TEST_OBJECTS) $(LIBRARY) $(GOOGLETEST_LIBS) $(LIBS) -o $@

$(BOOK): $(BOOK_MAIN) $(BOOK_OBJECTS) $(BUILD)/book.stamp
	$(call step,link     $@)$(LINK) $(filter %.o,$^) -o $@

$(BOOK_TESTS): $(BOOK_TESTING) $(BOOK_OBJECTS) $(BUILD)/book.stamp
	$(call step,link     $@)$(LINK) $(filter %.o,$^) $(GOOGLETEST_LIBS) -o $@

$(FUZZ_OBJECTS): EXTRA = -I.
$(FUZZERS): $(BUILD)/%_fuzzer: $(FUZZ_OBJECTS) $(LIBRARY)
	$(call step,link     $@)$(LINK) -fsanitize=fuzzer $(BUILD)/objects/tests/fuzz/$(@F).o \
		$(filter-out %_fuzzer.o,$(FUZZ_OBJECTS)) $(LIBRARY) $(LIBS) -o $@

-include $(TEST_HEADER).gch.d
-include $(patsubst %.o,%.d,$(LIBRARY_OBJECTS) $(TEST_OBJECTS) $(FUZZ_OBJECTS) $(BOOK_MAIN) $(BOOK_OBJECTS) \
	$(BOOK_TESTING) $(call object,$(EXAMPLE_SOURCES)))

# --- How it is run ----------------------------------------------------------------------------

.PHONY: run-greet run-tests
run-greet: $(BUILD)/examples/greet$(EXE)
	@$<

# Some tests run the examples, and some check that wrong use does not compile.
run-tests: export RONDO_EXAMPLES_DIR := $(CURDIR)/$(BUILD)/examples
run-tests: export RONDO_SOURCE_DIR   := $(CURDIR)
run-tests: export RONDO_CXX          := $(CXX)
run-tests: export RONDO_CACHE        := $(CACHE)
run-tests: export RONDO_CXXFLAGS     := $(LANGUAGE) -I$(CURDIR)/src
run-tests: export RONDO_LINK         := $(LINK)
run-tests: export RONDO_LIBRARY      := $(CURDIR)/$(LIBRARY)
run-tests: export UBSAN_OPTIONS      := print_stacktrace=1
run-tests: tests
	@sh .make/run-tests $(REPORTS)/$(notdir $(BUILD)) $(RUN) $(TESTS)
	$(if $(LEFT_OUT),@sh .make/left-out $(REPORTS)/$(notdir $(BUILD))-left-out $(LEFT_OUT))

# What the checks build they build as a reader does, by the chapters' Makefiles, in build/book.
.PHONY: run-book-tests
run-book-tests: export RONDO_SOURCE_DIR := $(CURDIR)
run-book-tests: export RONDO_CXX        := $(CXX)
run-book-tests: export RONDO_CXX_VERSION := $(shell $(CXX) --version | head -n 1)
run-book-tests: export RONDO_JOBS       := $(JOBS)
run-book-tests: book-tests
	@sh .make/run-tests $(REPORTS)/book $(BOOK_TESTS)

include .make/install.mk
