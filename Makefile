# The front door. Each command installs what it needs (as root, on Debian), gets and
# checks the base, and says in one line what to do where it cannot go on.
#
#   KERNEL_TREE=DIR   your own clone of Linux, if it has the base commit
#   BASE_DIR=DIR      a folder with Debian's linux-source package
#   TREE=DIR          where `make tree` works and `make export` reads   [linux]
#   ROUNDS=N          how long `make stress` takes
#   SIGNOFF="N <a>"   who signs the mails of `make mbox`
#   HETMEM_CACHE=DIR  downloads, work tree and builds                   [~/.cache/hetmem]

TREE ?= linux
export KERNEL_TREE BASE_DIR HETMEM_CACHE ROUNDS

help:		## this text
	@sed -n 's/^#   /  /p' Makefile; echo
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run:		## boot base and series, show what real programs see on each
	@ci/with-tree.sh ci/run.sh

test:		## every suite and gate; ends with "N passed, N failed, N skipped"
	@ci/with-tree.sh ci/test.sh

tree:		## the series as commits in TREE, to work on
	@ci/with-tree.sh ci/tree.sh "$(TREE)"

export:		## write the commits of TREE back to patches/
	@ci/export.sh "$(TREE)"

mbox:		## the series as mails for b4 or the list: out/series.mbox
	@ci/with-tree.sh ci/mbox.sh "$(SIGNOFF)"

check:		## the gates, each patch by itself; with KERNEL_TREE also that tree's blobs
	@ci/with-tree.sh ci/check-only.sh

kunit:		## KUnit on UML and arm64 (x86_64: make selftest)
	@ci/with-tree.sh ci/kunit-all.sh

selftest:		## the debug kernel: KUnit at boot, then the selftests
	@ci/with-tree.sh ci/selftest.sh

stress:		## CPU and devices on the same memory, ROUNDS [20] times as long as in test
	@ci/with-tree.sh ci/stress.sh

bench:		## costs of base and series: instructions per page and events
	@ci/with-tree.sh ci/bench.sh

shell:		## a prompt in the booted guest, with the selftests in /test
	@ci/with-tree.sh ci/shell.sh

clean:		## remove the cached work tree and builds; keeps the downloads
	@ci/clean.sh

.PHONY: help run test tree export mbox check kunit selftest stress bench shell clean
.NOTPARALLEL:
