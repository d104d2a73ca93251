#!/bin/sh
# From a bare Debian bookworm to a result: installs the packages it needs, configures, builds and runs. Safe to run again.
set -eu
cd "$(dirname "$0")"
list=cmake/packages.txt
build=build/default

usage() {
  cat <<TXT
usage: ./bootstrap.sh COMMAND

  demo      one max-cut problem on an analog, a digital and a software machine, down to a bitstream (about 5 minutes from bare)
  test      build everything and run all tests
  build     build the program only: $build/isinglass
  packages  install the Debian packages for everything above and stop

Packages are named in $list and installed with apt-get (through sudo unless you are root).
For single steps: cmake --workflow --preset default (or dev, asan, tsan, tidy).
TXT
}

# needed WORD...: the packages of the list whose second column is one of the words
needed() {
  for word in "$@"; do awk -v w="$word" '$1 !~ /^#/ && $2 == w {print $1}' "$list"; done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || { echo "bootstrap: packages must be installed: run as root, or install sudo" >&2; exit 2; }
  sudo "$@"
}

install_packages() {
  command -v dpkg-query >/dev/null || { echo "bootstrap: this is not Debian: install the counterparts of the packages in $list, then use cmake --workflow --preset default" >&2; exit 2; }
  missing=
  for package in $(needed "$@"); do
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
      *" installed") ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  echo "bootstrap: installing$missing" >&2
  log=$(mktemp)
  # shellcheck disable=SC2086  # the list is meant to be split
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "bootstrap: apt-get failed; its whole output is in $log" >&2
    exit 2
  fi
  rm -f "$log"
}

configure() { cmake --preset default >"build-configure.log" 2>&1 || { cat build-configure.log >&2; rm -f build-configure.log; exit 2; }
  sed -n '/^-- Isinglass/,$p' build-configure.log | sed 's/^-- //' >&2
  mkdir -p "$build" && mv build-configure.log "$build/configure.log"; }
build() { cmake --build --preset default "$@" >&2; }

case "${1:-}" in
  demo)
    install_packages build demo
    configure && build --target isinglass
    exec examples/g1/run.sh "$build/isinglass"
    ;;
  test)
    install_packages build demo test
    configure && build
    exec ctest --preset default -j "$(nproc)"
    ;;
  build)
    install_packages build
    configure && build --target isinglass
    echo "$build/isinglass"
    ;;
  packages) install_packages build demo test ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
