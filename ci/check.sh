#!/usr/bin/env bash
# The gates: the repository by itself, then each patch, then each topic's last patch
# whole. Goes on after a failure, to show them all.
. "$(dirname "$0")/lib.sh"
lock
bad=0
gate() { "$top/ci/verdict.sh" "$@" || bad=1; }

scripts=$(cd "$top/ci" && sha256sum ./*.sh ./*.awk guest-init checkpatch-exceptions | sha256sum)
configs=$(cd "$top" && sha256sum configs/* kunit/* | sha256sum)
tools="$(gcc --version | head -1) $(dpkg-query -W -f '${Version}' codespell)"

say "gates: the repository"
"$top/ci/result.sh" "gate: repository" "$top/ci/gate-repository.sh" || bad=1

say "gates: the model of interval notifiers"
gate "gate: model" "$scripts $(sha256sum <"$top/ci/model/interval.pml") $(spin -V)" "$top/ci/model.sh"

mapfile -t commits < <(git -C "$work" rev-list --reverse base..series)
[ ${#commits[@]} = "$(series | wc -l)" ] || die "the work tree does not have the series: make clean, then again"
say "gates: ${#commits[@]} patches"
# Messages first, and side by side, as long as the work tree stays what it is.
for rev in "${commits[@]}"; do
	name=$(git -C "$work" log -1 --format=%f "$rev")
	printf '%s\0' "gate: message and style: $name" "$rev $scripts $tools" "$top/ci/gate-message.sh" "$rev"
done | xargs -0 -n4 -P"$jobs" "$top/ci/verdict.sh" || bad=1
for rev in "${commits[@]}"; do
	name=$(git -C "$work" log -1 --format=%f "$rev")
	gate "gate: build, sparse, kernel-doc: $name" \
		"$(git -C "$work" rev-parse "$rev^{tree}" "series^{tree}") $scripts $configs $tools" "$top/ci/gate-build.sh" "$rev"
done

# The last patch of each topic, by the order of the series. That of the last topic is
# the series, which selftest.sh boots, with more turned on.
mapfile -t last < <(awk '/^# topic:/ { if (n) print n } NF && !/^#/ { n++ } END { if (n) print n }' "$top/series" | uniq)
for n in "${last[@]:0:${#last[@]}-1}"; do
	rev=${commits[n - 1]}
	name=$(git -C "$work" log -1 --format=%f "$rev")
	gate "gate: boots: $name" "$(git -C "$work" rev-parse "$rev^{tree}") $scripts $configs $tools" "$top/ci/gate-boot.sh" "$rev"
done
exit $bad
