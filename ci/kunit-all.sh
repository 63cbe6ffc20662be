#!/usr/bin/env bash
# `make kunit`: every architecture that kunit.py runs by itself.
. "$(dirname "$0")/lib.sh"
status=0
for arch in uml arm64; do "$top/ci/kunit.sh" $arch || status=1; done
exit $status
