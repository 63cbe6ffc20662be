#!/usr/bin/env bash
# Usage: run-kernel.sh ARCH REVISION
# Build the kernel for `make run` and `make bench`: build/ARCH-REVISION, no debug
# options, with the measuring code beside it.
. "$(dirname "$0")/lib.sh"
HETMEM_OVERLAY=$top/ci/bench/overlay.sh exec "$top/ci/kernel.sh" "$1" "$1-$2" "$2" \
	"$top"/configs/{vm,"$1",run}.config
