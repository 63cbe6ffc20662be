#!/usr/bin/env bash
# Usage: tap-verdict.sh NAME ARCH LOG
# Add a TAP log's results to out/results; fails if a test failed.
. "$(dirname "$0")/lib.sh"
awk -v prefix="$1: " -v arch="$2" -v skips="$top/kunit/skips" -f "$top/ci/tap.awk" "$3" >"$3.results"
grep '^FAIL' "$3.results" || true
cat "$3.results" >>"$out/results"
say "$1: $(awk '{ n[$1]++ } END { printf "%d passed, %d failed, %d skipped", n["PASS"], n["FAIL"], n["SKIP"] }' "$3.results")"
! grep -q '^FAIL' "$3.results"
