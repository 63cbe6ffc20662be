#!/usr/bin/env bash
# The gates: the repository by itself, then each patch, then each topic's last patch
# whole. Goes on after a failure, to show them all.
. "$(dirname "$0")/lib.sh"
lock
bad=0
gate() { "$top/ci/verdict.sh" "$@" || bad=1; }

# What a verdict depends on, beside the tree: the gate's script and those that it calls.
scripts() { (cd "$top" && cat "${@/#/ci/}" | sha256sum); }
tools="$(gcc --version | head -1) $(dpkg-query -W -f '${Version}' codespell)"
message="$(scripts gate-message.sh checkpatch-exceptions) $tools"
compiles="$(scripts {gate-build,checkout,known-symbols,kconfig,kmake,sparse,sparse-some}.sh) $tools
	$(cd "$top" && sha256sum configs/{vm,x86_64,gate}.config configs/header-users) $(git -C "$work" diff --name-only base series)"
boots="$(scripts {gate-boot,checkout,known-symbols,kernel,kconfig,kmake,guest,qemu,initramfs}.sh guest-init {scan,tap}.awk) $tools
	$(cd "$top" && sha256sum configs/boot.config kunit/*)"

say "gates: the repository"
"$top/ci/result.sh" "gate: repository" "$top/ci/gate-repository.sh" || bad=1

say "gates: the model of interval notifiers"
gate "gate: model" "$(scripts model.sh model/interval.pml) $(spin -V)" "$top/ci/model.sh"

mapfile -t commits < <(git -C "$work" rev-list --reverse base..series)
[ ${#commits[@]} = "$(series | wc -l)" ] || die "the work tree does not have the series: make clean, then again"
say "gates: ${#commits[@]} patches"
# Messages first, and side by side, as long as the work tree stays what it is.
for rev in "${commits[@]}"; do
	name=$(git -C "$work" log -1 --format=%f "$rev")
	printf '%s\0' "gate: message and style: $name" "$(git -C "$work" show --format=%B "$rev" | sha256sum) $message" \
		"$top/ci/gate-message.sh" "$rev"
done | xargs -0 -n4 -P"$jobs" "$top/ci/verdict.sh" || bad=1
for rev in "${commits[@]}"; do
	name=$(git -C "$work" log -1 --format=%f "$rev")
	gate "gate: build, sparse, kernel-doc: $name" \
		"$(git -C "$work" rev-parse "$rev^{tree}" "$rev^^{tree}") $compiles" "$top/ci/gate-build.sh" "$rev"
done

# The last patch of each topic, by the order of the series. That of the last topic is
# the series, which selftest.sh boots, with more turned on.
mapfile -t last < <(awk '/^# topic:/ { if (n) print n } NF && !/^#/ { n++ } END { if (n) print n }' "$top/series" | uniq)
for n in "${last[@]:0:${#last[@]}-1}"; do
	rev=${commits[n - 1]}
	name=$(git -C "$work" log -1 --format=%f "$rev")
	gate "gate: boots: $name" "$(git -C "$work" rev-parse "$rev^{tree}") $boots" "$top/ci/gate-boot.sh" "$rev"
done
exit $bad
