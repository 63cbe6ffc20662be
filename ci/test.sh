#!/usr/bin/env bash
# Every suite and every gate. Goes on after a failure; out/results has a line a test.
. "$(dirname "$0")/lib.sh"
lock
bad=0
start=$SECONDS
step() {
	local before=$SECONDS
	"$@" || { bad=1; say "failed: ${*##*/}"; }
	say "$(((SECONDS - before) / 60)) min $(((SECONDS - before) % 60)) s, ${*##*/}; $(((SECONDS - start) / 60)) min in all"
}

for t in "$top"/ci/tests/*.sh; do step "$top/ci/result.sh" "tools: $(basename "$t" .sh)" "$t"; done
step "$top/ci/check.sh"
step "$top/ci/kunit.sh" uml
step "$top/ci/kunit.sh" arm64
step "$top/ci/selftest.sh"

grep '^FAIL' "$out/results" || true
awk -v bad=$bad '
	{ n[$1]++ }
	END {
		# A step that fails without a line of its own is a failure all the same.
		if (bad && !n["FAIL"]) n["FAIL"] = 1
		printf "%d passed, %d failed, %d skipped\n", n["PASS"], n["FAIL"], n["SKIP"]
		exit n["FAIL"] > 0 || n["PASS"] == 0
	}' "$out/results"
