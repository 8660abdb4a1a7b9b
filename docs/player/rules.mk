# How the players are made: of each program a recording of a run, and of that a piece of HTML.
# `make players` calls this, with CXX and LIBRARY, when everything that it needs is there.

SOURCE := docs/player
BUILD  := build/docs/players
PARTS  := $(addprefix $(SOURCE)/,words.mjs view.mjs controls.mjs)
MAKERS := $(addprefix $(SOURCE)/,make.mjs steps.mjs trace.mjs symbols.mjs words.mjs players.json)

# Words like greet-01=chapters/01-callback-queue/greet.cpp
PLAYERS := $(shell node -p 'require("./$(SOURCE)/players.json").map((p) => p.name + "=" + p.program).join(" ")')
NAMES   := $(foreach player,$(PLAYERS),$(firstword $(subst =, ,$(player))))

.PHONY: all
all: $(NAMES:%=$(BUILD)/%.html) $(NAMES:%=$(BUILD)/assets/traces/%.json.gz) \
	$(BUILD)/assets/player.js $(BUILD)/assets/player.css

step = $(if $(V),,@echo '  $(1)' >&2;)

# Without optimization each function, and each lambda, has its place in the table of symbols.
define compile
$(BUILD)/programs/$(1).o: $(2) $(LIBRARY)
	@mkdir -p $$(@D)
	$$(call step,compile  $(2))$(CXX) -std=c++20 -pthread -O0 -g -Isrc -MMD -MP -c $(2) -o $$@
endef
$(foreach player,$(PLAYERS),$(eval $(call compile,$(firstword $(subst =, ,$(player))),$(lastword $(subst =, ,$(player))))))

$(BUILD)/programs/%: $(BUILD)/programs/%.o $(LIBRARY)
	@$(CXX) -pthread $< $(LIBRARY) -o $@
$(BUILD)/programs/%.symbols: $(BUILD)/programs/%.o
	@nm --demangle --line-numbers --defined-only $< >$@

$(BUILD)/traces/%.json: $(BUILD)/programs/%
	@mkdir -p $(@D)
	$(call step,record   $*)RONDO_TRACE=$@ $< >$(BUILD)/programs/$*.printed

$(BUILD)/%.html: $(BUILD)/traces/%.json $(BUILD)/programs/%.symbols $(MAKERS)
	@node $(SOURCE)/make.mjs $* $(BUILD)/traces/$*.json $(BUILD)/programs/$*.symbols >$@

# Perfetto reads it as it is; the one of a loop that never sleeps is large.
$(BUILD)/assets/traces/%.json.gz: $(BUILD)/traces/%.json
	@mkdir -p $(@D)
	@gzip --no-name --stdout $< >$@

# One classic script of all parts: a page that is opened as a file cannot load modules.
$(BUILD)/assets/player.js: $(PARTS) $(SOURCE)/rules.mk
	@mkdir -p $(@D)
	@{ echo '(() => {'; sed -e '/^import /d' -e 's/^export //' $(PARTS); echo '})();'; } >$@
$(BUILD)/assets/player.css: $(SOURCE)/player.css
	@mkdir -p $(@D)
	@cp $< $@

-include $(NAMES:%=$(BUILD)/programs/%.d)

.DELETE_ON_ERROR:
.SECONDARY:
