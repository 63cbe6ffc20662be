#!/usr/bin/env bash
# Remove what was built, the work tree included. What was downloaded stays, and so
# does the tree of `make tree`.
. "$(dirname "$0")/lib.sh"
lock
rm -rf "$work" "$build" "$cache/verdicts" "$cache"/gate-base-* "$cache"/sparse-* "$cache/unpack" "$cache/ccache" "$out"
say "removed the builds in $cache; downloads are left"
