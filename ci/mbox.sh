#!/usr/bin/env bash
# Usage: mbox.sh [SIGNOFF]
# Write out/series.mbox, and check that b4 and git am bring it back.
. "$(dirname "$0")/lib.sh"
lock
python3 "$top/ci/mbox.py" "$work" "$out/unchecked.mbox" "${1:-}"
"$top/ci/mbox-check.sh" "$out/unchecked.mbox"
mv "$out/unchecked.mbox" "$out/series.mbox"
say "written: $out/series.mbox"
