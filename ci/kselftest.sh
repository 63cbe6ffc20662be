#!/usr/bin/env bash
# Usage: kselftest.sh O
# Build the mm selftests that we run, from the work tree, into O/kselftest.
. "$(dirname "$0")/lib.sh"
o=$1
{
	"$top/ci/kmake.sh" x86_64 "$o" -s headers
	mkdir -p "$o/kselftest"
	make -s -C "$work/tools/testing/selftests/mm" OUTPUT="$o/kselftest" \
		KHDR_INCLUDES="-isystem $o/usr/include" "$o/kselftest/hmm-tests"
} >"$out/kselftest.log" 2>&1 || die "the selftests do not build: see $out/kselftest.log"
