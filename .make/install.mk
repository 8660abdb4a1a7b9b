# Installs one variant: the headers, the library, and what pkg-config and CMake look for.
# Part of build.mk.

VERSION := 0.1.0
PREFIX  ?= /usr/local

# rondo.pc names the place where the library will stand, and a place must be absolute.
# DESTDIR is where a packager collects the files on their way there.
AT   := $(abspath $(PREFIX))
INTO := $(DESTDIR)$(AT)

HEADERS := $(shell cd src && find rondo -name '*.hpp')
FILLED  := sed 's|@PREFIX@|$(AT)|; s|@VERSION@|$(VERSION)|; s|@LIBS@|$(LIBS)|'
CMAKE   := $(INTO)/lib/cmake/rondo

.PHONY: install
install: $(LIBRARY)
	@mkdir -p '$(INTO)/lib/pkgconfig' '$(CMAKE)'
	@cd src && for header in $(HEADERS); do \
		mkdir -p "$(INTO)/include/$${header%/*}" && \
		install -m 644 "$$header" "$(INTO)/include/$$header" || exit 1; done
	@install -m 644 $(LIBRARY) '$(INTO)/lib'
	@$(FILLED) .make/templates/rondo.pc >'$(INTO)/lib/pkgconfig/rondo.pc'
	@$(FILLED) .make/templates/rondoConfig.cmake >'$(CMAKE)/rondoConfig.cmake'
	@$(FILLED) .make/templates/rondoConfigVersion.cmake >'$(CMAKE)/rondoConfigVersion.cmake'
	@echo '  install  $(INTO)' >&2
