# The players: recorded runs of the loop, which the pages of the site play. See docs/player/README.md.

.PHONY: players
players: ## records the programs of docs/player/players.json, and makes a player of each, for the site
	@$(need) compiler node nm
	@+$(call variant,release) library
	@+$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) -f docs/player/rules.mk CXX='$(CXX)' \
		LIBRARY=build/release$(if $(filter g++,$(CXX)),,-$(notdir $(lastword $(CXX))))/librondo.a

.PHONY: test-player
test-player: players ## how a recording becomes the steps of a player
	@$(begin_reports)
	@sh .make/run-node-tests build/reports/$@/player tests/player/*.test.mjs
	@$(totals)
