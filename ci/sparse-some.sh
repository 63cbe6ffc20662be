#!/usr/bin/env bash
# Usage: sparse-some.sh COMPILER-ARGUMENTS... SOURCE
# make's CHECK: $SPARSE, if SOURCE is among $SPARSE_FILES. What it finds is for the caller
# to judge, not for make; that it does not run is an error.
for f in $SPARSE_FILES; do
	[[ ${!#} != */$f ]] || { "$SPARSE" "$@" || [ $? = 1 ]; exit; }
done
