#!/usr/bin/env bash
# Usage: checkout.sh REVISION
# Put the work tree at REVISION, without what an earlier run left beside it.
. "$(dirname "$0")/lib.sh"
lock
tidy
git -C "$work" checkout -q -f --detach "$1"
git -C "$work" clean -q -f -d -x
