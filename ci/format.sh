#!/usr/bin/env bash
# Usage: format.sh REPOSITORY DIR
# The commits base..HEAD of REPOSITORY as patch files in DIR. The same commits give
# the same bytes, whatever git's version or settings.
. "$(dirname "$0")/lib.sh"
git -C "$1" -c core.attributesFile="$top/ci/gitattributes" format-patch -q --zero-commit --no-signature --full-index -N --no-renames \
	--diff-algorithm=histogram --stat=80 -o "$2" base..HEAD
