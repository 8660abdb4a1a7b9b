# The site: the book and the reference of the library, in build/docs/html/index.html.

DOCS := build/docs
DOXYGEN_ONLY_NAMES = (cat docs/Doxyfile; echo 'INPUT = src/rondo'; echo 'GENERATE_HTML = NO'; echo 'LAYOUT_FILE ='; \
	echo 'WARN_AS_ERROR = NO'; echo 'WARNINGS = NO'; echo 'WARN_IF_DOC_ERROR = NO'; echo 'GENERATE_TAGFILE = $(DOCS)/names.xml')

# Doxygen runs twice: first for the names in the library, so that the pages can link to them; then for all.
# It links to a list of nested classes even where all of these are private: such links are taken out.
.PHONY: docs
docs: players ## the book and the reference as a site: build/docs/html/index.html
	@$(need) doxygen python3 gnuplot
	@rm -rf $(DOCS)/html $(DOCS)/pages && mkdir -p $(DOCS)
	@$(DOXYGEN_ONLY_NAMES) | doxygen - >/dev/null
	@python3 -B docs/site/pages.py $(DOCS)/names.xml $(DOCS)/pages $(DOCS)/html $(DOCS)/players
	@doxygen docs/Doxyfile
	@grep -L 'name="nested-classes"' $(DOCS)/html/class*.html | xargs sed -i 's|<a href="#nested-classes">Classes</a> &#124;||'
	@echo 'rondo: the site is in $(DOCS)/html/index.html'

# The tests need a browser, which Debian has, and two packages of npm's, of these versions.
NPM_PACKAGES := playwright-core@1.60.0 axe-core@4.14.1

.PHONY: test-site
test-site: docs ## the site in a browser: its links, search, keys, colours and widths
	@$(need) node chromium
	@$(begin_reports)
	@[ "$$(cat build/npm/installed 2>/dev/null)" = '$(NPM_PACKAGES)' ] || { \
		mkdir -p build/npm && echo 'rondo: npm install $(NPM_PACKAGES) (into build/npm)' >&2 && \
		npm install --prefix build/npm --no-save --no-audit --no-fund --loglevel=error $(NPM_PACKAGES) && \
		echo '$(NPM_PACKAGES)' >build/npm/installed; }
	@sh .make/run-node-tests build/reports/$@/site tests/site/*.test.mjs
	@$(totals)
