#!/usr/bin/env bash
# Usage: kunit.sh uml|arm64 [REVISION]
# Build and run the KUnit suites with the tree's own kunit.py. (x86_64 runs them when
# the debug kernel boots: selftest.sh.) The log is out/kunit-ARCH.log.
. "$(dirname "$0")/lib.sh"
lock
arch=$1
o=$build/kunit-$arch log=$out/kunit-$arch.log
"$top/ci/checkout.sh" "${2:-series}"

args=(--build_dir="$o" --kunitconfig=mm/tests --jobs="$jobs" --raw_output=all)
case $arch in
uml)
	args+=(--kunitconfig="$top/kunit/uml.kunitconfig" --make_options="CC=ccache gcc"
	       --kernel_args=ncpus=2 --kernel_args=seccomp=on --timeout=120) ;;
arm64)
	args+=(--kunitconfig="$top/kunit/qemu.kunitconfig" --arch=arm64 --cross_compile=aarch64-linux-gnu-
	       --make_options="CC=ccache aarch64-linux-gnu-gcc"
	       --qemu_args="-smp 2 -m 2048" --timeout=600)
	# The suites of drivers, which came later in the series.
	[ ! -d "$work/lib/test_svm/tests" ] || args+=(--kunitconfig=lib/test_svm/tests) ;;
esac
say "KUnit on $arch"
cd "$work"
export KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=hetmem KBUILD_BUILD_HOST=hetmem
status=0
python3 tools/testing/kunit/kunit.py run "${args[@]}" >"$log" 2>&1 </dev/null || status=$?
"$top/ci/kunit-verdict.sh" "$arch" "$log" "$status"
