#!/usr/bin/env bash
# Usage: verdict.sh NAME KEY COMMAND...
# Run COMMAND unless it has passed for KEY before; keep the verdict if it passes. The
# key is what the verdict depends on: tree, configs, compiler, scripts. A failure is
# not kept. Adds the result to out/results.
. "$(dirname "$0")/lib.sh"
name=$1 file=$cache/verdicts/$(printf %s "$2" | sha256sum | cut -c1-32); shift 2
mkdir -p "$cache/verdicts"
if [ -f "$file" ]; then
	echo "PASS $name" >>"$out/results"
elif "$@"; then
	echo "$name" >"$file"
	echo "PASS $name" >>"$out/results"
else
	echo "FAIL $name" | tee -a "$out/results"
	exit 1
fi
