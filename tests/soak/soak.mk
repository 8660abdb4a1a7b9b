# The soak test: memory over a million of each operation. See tests/soak/README.md.

SOAK_ROUNDS  ?= 1000000
SOAK_PROGRAM := build/soak/soak
SOAK_OBJECTS := $(patsubst tests/soak/%.cpp,build/soak/%.o,$(wildcard tests/soak/*.cpp))
SOAK_LIBRARY := build/release$(if $(filter g++,$(CXX)),,-$(notdir $(lastword $(CXX))))/librondo.a

.PHONY: soak
soak: ## resident memory over SOAK_ROUNDS=1000000 of each operation (several minutes); Linux only
	@$(need) compiler googletest
	@$(begin_reports)
	@+$(call variant,release) library
	@+$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) -f tests/soak/soak.mk CXX='$(CXX)' $(SOAK_PROGRAM)
	@SOAK_ROUNDS=$(SOAK_ROUNDS) TEST_TIMEOUT=3600 sh .make/run-tests build/reports/$@/soak $(SOAK_PROGRAM)
	@$(totals)

build/soak/%.o: tests/soak/%.cpp
	@mkdir -p $(@D)
	$(if $(V),,@echo '  compile  $<' >&2;)$(CXX) -std=c++20 -O2 -g1 -pthread -Wall -Wextra -Wpedantic -Wshadow -Isrc -I. \
		-MMD -MP $(CPPFLAGS) $(CXXFLAGS) -c $< -o $@

$(SOAK_PROGRAM): $(SOAK_OBJECTS) $(SOAK_LIBRARY)
	$(if $(V),,@echo '  link     $@' >&2;)$(CXX) -pthread $^ -lgtest -lgtest_main -o $@

-include $(SOAK_OBJECTS:.o=.d)
