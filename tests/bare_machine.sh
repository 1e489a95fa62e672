#!/usr/bin/env bash
# Proves the README's two commands on a bare Debian: tests/bare_machine.sh SUITE [FOLDER [VERB...]]
#
# SUITE is bookworm or trixie. Makes a minimal system in FOLDER (default: a temporary one, removed afterwards) with
# debootstrap, from the mirror that this machine's own apt sources name, clones the committed tree into it and runs
# ./bootstrap VERB (default: demo, then test) there. Needs root and debootstrap.
set -euo pipefail
cd "$(dirname "$0")/.."

suite=${1:?"which Debian: bookworm or trixie"}
root=${2:-}
shift $(($# < 2 ? $# : 2))
verbs=("${@:-}")
[ -n "${verbs[0]}" ] || verbs=(demo test)

if [ -z "$root" ]; then
  root=$(mktemp -d)
  trap 'cleanup; rm -rf "$root"' EXIT
else
  trap 'cleanup' EXIT
fi
cleanup() { umount -l "$root/proc" "$root/sys" "$root/dev/shm" "$root/dev" 2>/dev/null || true; }

mirrors=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true; } |
  sed -nE 's/^URIs: *(\S+debian)\/?$/\1/p; s/^deb (\[[^]]*\] )?(\S+\/debian)\/? .*/\2/p')
mirror=${mirrors%%$'\n'*}
[ -n "$mirror" ] || { echo "no Debian mirror in this machine's apt sources" >&2; exit 4; }

if [ ! -e "$root/etc/debian_version" ]; then
  debootstrap --variant=minbase "$suite" "$root" "$mirror" >/dev/null
fi
mkdir -p "$root/proc" "$root/sys" "$root/dev/shm"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t sysfs sys "$root/sys"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true

rm -rf "$root/root/ganzoo"
git clone -q . "$root/root/ganzoo"
rm -rf "$root/root/ganzoo/.git"

inside() { chroot "$root" env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
printf '%s: Debian %s, %s packages before\n' "$suite" "$(cat "$root/etc/debian_version")" "$(inside dpkg-query -f '.\n' -W | wc -l)"
for verb in "${verbs[@]}"; do
  started=$SECONDS
  inside bash -c "cd /root/ganzoo && ./bootstrap $verb"
  printf '%s: ./bootstrap %s took %d s\n' "$suite" "$verb" $((SECONDS - started))
done
