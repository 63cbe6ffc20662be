#!/usr/bin/env bash
# Usage: overlay.sh TREE
# Add the measuring code to a checked-out tree, for one build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/hetmem_bench"
cp "$here"/{*.[ch],Kconfig,Makefile} "$1/hetmem_bench/"
echo 'source "hetmem_bench/Kconfig"' >>"$1/Kconfig"
echo 'obj-$(CONFIG_HETMEM_BENCH) += hetmem_bench/' >>"$1/Kbuild"
