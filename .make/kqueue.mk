# kqueue's poller: natively where the system has kqueue; on Linux over the emulation in tests/kqueue, as one more
# poller of the same tests. What the emulation answers is tried as well, line by line of the manual page.

EMULATED_KQUEUE := $(if $(filter Linux,$(shell uname)),emulated)
KQUEUE_TESTS    := tests/kqueue tests/kernel tests/loop tests/threads tests/watch

.PHONY: test-kqueue
test-kqueue: ## kqueue's poller, on Linux over an emulation: the tests of kernel, loop, threads and watch
	@$(need) compiler googletest json ccache
	@$(begin_reports)
	@+$(call variant,$(or $(FLAVOUR),release)) KQUEUE=$(EMULATED_KQUEUE) run-tests TESTS_IN='$(KQUEUE_TESTS)'
	@$(totals)
