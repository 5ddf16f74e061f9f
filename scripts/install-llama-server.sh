#!/usr/bin/env bash
# install-llama-server.sh PREFIX
#
# Puts a real llama.cpp (llama-server, llama-bench, llama-fit-params,
# ggml-rpc-server, ...) from Debian sid into PREFIX, without touching the
# system: no package is installed, no apt source is changed, root is not needed.
#
#   - the mirror is the one this machine's own Debian apt source names; only the
#     suite is changed to sid, in a private apt tree that is deleted afterwards;
#   - apt verifies the signatures with the source's own keyring;
#   - sid's programs need a newer glibc than a stable release has, so the whole
#     library closure is unpacked beside them, and each program's ELF interpreter
#     and library path are set to PREFIX (patchelf, from sid too). The programs
#     are then ordinary executables: no wrapper, so signals, exit codes and
#     /proc/self/exe (the router mode starts its children by it) are right;
#   - ggml looks for its back ends in an absolute compiled-in folder and then in
#     the folder of the executable, so they are linked next to the executables.
#
# PREFIX must not be moved afterwards (run the script again with the new one).
# Running it again with a complete PREFIX only verifies it. Several runs at once
# wait for each other: the kernel drops the lock of one that dies.
#
# Environment (all optional):
#   LLAMA_DEB_URI      mirror to use instead of the machine's own
#   LLAMA_DEB_KEYRING  keyring for it
#   LLAMA_DEB_SUITE    suite (default sid)
#   LLAMA_DEB_VERSION  fail unless llama.cpp-tools has exactly this version
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "install-llama-server: $*" >&2; }
die() { say "$*"; exit 1; }

[ $# -eq 1 ] || die "usage: install-llama-server.sh PREFIX"
mkdir -p -- "$1"
PREFIX=$(cd -- "$1" && pwd -P)
SUITE=${LLAMA_DEB_SUITE:-sid}
LIB=$PREFIX/usr/lib/x86_64-linux-gnu
LDSO=$LIB/ld-linux-x86-64.so.2
STAMP=$PREFIX/.llama-server-install
RECIPE=1   # raise to make old PREFIXes be rebuilt
WANT=(llama.cpp-tools llama.cpp-tools-extra libggml0-backend-rpc patchelf)

[ "$(uname -sm)" = "Linux x86_64" ] || die "only Linux x86_64 is supported"

exec 9>"$PREFIX/.lock"
if command -v flock >/dev/null; then flock 9; fi

verify() {
  local out
  out=$("$PREFIX/bin/llama-server" --version 2>&1) || { say "$out"; return 1; }
  # The CPU back end must be loadable too: --version alone does not show that.
  # (--list-devices names no CPU, so look at the log of a run that fails early.)
  local log
  log=$("$PREFIX/bin/llama-server" --offline -m "$PREFIX/.no-such-model.gguf" --port 0 -v 2>&1 || true)
  grep -q 'loaded CPU backend from' <<<"$log" || { say "no CPU back end was loaded"; say "$log"; return 1; }
  printf '%s\n' "$out"
}

if [ -f "$STAMP" ] && [ "$(sed -n 1p "$STAMP")" = "$RECIPE $PREFIX $SUITE" ] \
   && { [ -z "${LLAMA_DEB_VERSION:-}" ] || grep -qxF "llama.cpp-tools $LLAMA_DEB_VERSION" "$STAMP"; } \
   && verify; then
  say "already installed in $PREFIX"
  exit 0
fi

for tool in apt-get dpkg-deb awk sed flock; do command -v "$tool" >/dev/null || die "needs $tool"; done

# --- where this machine gets Debian from -----------------------------------
# Prints "URI KEYRING" of the first Debian source with the component main,
# from deb822 (*.sources) or one-line (*.list, sources.list) files.
own_source() {
  local f
  for f in /etc/apt/sources.list.d/*.sources; do
    [ -f "$f" ] || continue
    awk '
      function flush() { if (types ~ /(^| )deb( |$)/ && comps ~ /(^| )main( |$)/ && suites !~ /security|backports/ \
                            && uri ~ /debian\/?$/ && enabled !~ /^no$/) { print uri, key; exit }
                         types=comps=suites=uri=key=enabled="" }
      /^[ \t]*$/ { flush(); next }  /^#/ { next }
      { v=$0; sub(/^[^:]*:[ \t]*/, "", v); k=tolower($1) }
      k=="types:" {types=v} k=="components:" {comps=v} k=="suites:" {suites=v} k=="enabled:" {enabled=v}
      k=="uris:" {split(v, u, /[ \t]+/); uri=u[1]} k=="signed-by:" {if (v ~ /^\//) key=v}
      END { flush() }' "$f"
  done
  for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -f "$f" ] || continue
    awk '$1=="deb" { key=""; i=2
           if ($2 ~ /^\[/) { o=""; do { o=o " " $i } while ($(i++) !~ /\]$/)
             if (match(o, /signed-by=[^] ]+/)) key=substr(o, RSTART+10, RLENGTH-10) }
           if ($i ~ /debian\/?$/ && $(i+1) !~ /security|backports/) { print $i, key; exit } }' "$f"
  done
}
URI=${LLAMA_DEB_URI:-} KEYRING=${LLAMA_DEB_KEYRING:-}
if [ -z "$URI" ]; then
  read -r URI KEY < <(own_source; echo) || true
  [ -n "${URI:-}" ] || die "found no Debian source in /etc/apt; set LLAMA_DEB_URI (and LLAMA_DEB_KEYRING)"
  KEYRING=${KEYRING:-${KEY:-}}
fi
KEYRING=${KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
[ -f "$KEYRING" ] || die "keyring $KEYRING is missing (package debian-archive-keyring)"

# --- a private apt tree ------------------------------------------------------
APT=$(mktemp -d "${TMPDIR:-/tmp}/llama-apt.XXXXXX")
trap 'rm -rf -- "$APT"' EXIT
mkdir -p "$APT"/{src,pref,lists/partial,archives/partial}
cat > "$APT/src/sid.sources" <<E
Types: deb
URIs: $URI
Suites: $SUITE
Components: main
Architectures: amd64
Signed-By: $KEYRING
E
# What the packages depend on but the programs do not need, shown as installed.
for p in debconf wget openssl-provider-legacy; do
  printf 'Package: %s\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: foreign\nVersion: 99999\nMaintainer: none\nDescription: stub\n\n' "$p"
done > "$APT/status"
cat > "$APT/apt.conf" <<E
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$APT/src";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$APT/pref";
Dir::State "$APT";
Dir::State::status "$APT/status";
Dir::State::lists "$APT/lists";
Dir::Cache "$APT";
Dir::Cache::archives "$APT/archives";
APT::Architecture "amd64";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::PDiffs "false";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear Acquire::IndexTargets::deb::DEP-11;
#clear Acquire::IndexTargets::deb::Contents-deb;
E
apt() { apt-get -c "$APT/apt.conf" -qq -y "$@" >"$APT/log" 2>&1 || { cat "$APT/log" >&2; die "apt-get $1 failed"; }; }

say "reading the $SUITE package list"
apt update
say "downloading"
apt install --download-only "${WANT[@]}"

: > "$APT/versions"
for deb in "$APT"/archives/*.deb; do
  dpkg-deb -f "$deb" Package Version | sed "s/^[^:]*: //" | paste -sd" " >> "$APT/versions"
done
if [ -n "${LLAMA_DEB_VERSION:-}" ]; then
  grep -qxF "llama.cpp-tools $LLAMA_DEB_VERSION" "$APT/versions" \
    || die "the mirror has $(grep '^llama.cpp-tools ' "$APT/versions"), not $LLAMA_DEB_VERSION"
fi

# --- unpack -------------------------------------------------------------------
find "$PREFIX" -mindepth 1 -maxdepth 1 \( -name usr -o -name bin -o -name etc -o -name var -o -name '.llama-server-install' \) -exec rm -rf {} +
for deb in "$APT"/archives/*.deb; do dpkg-deb -x "$deb" "$PREFIX"; done
rm -rf "$PREFIX"/etc "$PREFIX"/var "$PREFIX"/usr/share/{man,locale,lintian,bash-completion,gcc} "$PREFIX"/usr/share/llama.cpp/llama.cpp-tools \
       "$LIB"/gconv "$PREFIX"/usr/libexec/x86_64-linux-gnu/ggml
[ -x "$LDSO" ] || die "the unpacked libc6 has no $LDSO"

# --- make the programs find their interpreter, libraries and back ends --------
RPATH=$LIB:$LIB/llama
patchelf() { "$LDSO" --library-path "$LIB" "$PREFIX/usr/bin/patchelf" "$@"; }
is_elf() { [ "$(head -c4 "$1" | od -An -c | tr -d ' \n')" = '177ELF' ]; }
RPCBIN=$PREFIX/usr/libexec/x86_64-linux-gnu/llama/bin
# A library's own RUNPATH would switch off the executable's DT_RPATH for its dependencies.
for f in "$LIB"/libllama*.so.*.* "$LIB"/libmtmd*.so.*.* "$LIB"/libggml*.so.*.* "$LIB"/llama/*.so; do
  if [ -f "$f" ] && [ ! -L "$f" ]; then patchelf --remove-rpath "$f"; fi
done
mkdir -p "$PREFIX/bin"
for f in "$PREFIX"/usr/bin/llama-* "$RPCBIN"/*; do
  [ -f "$f" ] && [ ! -L "$f" ] && is_elf "$f" || continue
  patchelf --set-interpreter "$LDSO" --force-rpath --set-rpath "$RPATH" "$f"
  ln -sf "$f" "$PREFIX/bin/${f##*/}"
done
for dir in "$PREFIX/usr/bin" "$RPCBIN"; do
  [ -d "$dir" ] || continue
  for so in "$LIB"/ggml/backends*/libggml-*.so; do ln -sf "$so" "$dir/"; done
done

# Nothing may resolve outside PREFIX.
outside=$("$LDSO" --list "$PREFIX/usr/bin/llama-server" | awk '/=>/ {print $3}' | grep -v "^$PREFIX/" || true)
[ -z "$outside" ] || die "libraries found outside PREFIX: $outside"

verify || die "the installed llama-server does not run"
{ printf '%s\n' "$RECIPE $PREFIX $SUITE"; sort "$APT/versions"; } > "$STAMP"
say "installed $(grep '^llama.cpp-tools ' "$STAMP") in $PREFIX ($(du -sm "$PREFIX" | cut -f1) MB)"
