#!/usr/bin/env bash
# Usage: result.sh NAME COMMAND...
# Run COMMAND and add PASS or FAIL NAME to out/results.
. "$(dirname "$0")/lib.sh"
name=$1; shift
if "$@"; then echo "PASS $name" >>"$out/results"; else echo "FAIL $name" >>"$out/results"; exit 1; fi
