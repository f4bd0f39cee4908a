#!/usr/bin/env bash
# Installs what the tests need beside npm's packages: the real journalctl, the program that writes journal
# files, and other languages.
# Needs root and apt-get; without them it says what is missing, and fails in CI only.
set -euo pipefail

missing=()
command -v journalctl >/dev/null || missing+=(systemd)
[[ -x /lib/systemd/systemd-journal-remote || -x /usr/lib/systemd/systemd-journal-remote ]] || missing+=(systemd-journal-remote)
[[ -f /usr/share/i18n/locales/zh_CN ]] || missing+=(locales)
# Elasticsearch and OpenSearch are fetched with Maven and unpacked; their JDK (21 or newer) is not in every Debian.
command -v mvn >/dev/null || missing+=(maven)
command -v zip >/dev/null || missing+=(zip)
command -v unzip >/dev/null || missing+=(unzip)
command -v openssl >/dev/null || missing+=(openssl)
command -v gzip >/dev/null || missing+=(gzip)
command -v zstd >/dev/null || missing+=(zstd)
command -v xz >/dev/null || missing+=(xz-utils)
command -v bzip2 >/dev/null || missing+=(bzip2)
command -v lz4 >/dev/null || missing+=(lz4)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
command -v mandoc >/dev/null || missing+=(mandoc)
command -v xmllint >/dev/null || missing+=(libxml2-utils)
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  install=(apt-get install -qq -y --no-install-recommends "${missing[@]}")
  if "${install[@]}" >/dev/null 2>&1 || { apt-get update -qq >/dev/null 2>&1 && "${install[@]}" >/dev/null; }; then
    exit 0
  fi
fi

echo "*** Not installed: ${missing[*]}. The tests that need them cannot run." >&2
echo "*** Debian: apt-get install ${missing[*]}" >&2
[[ "${CI:-}" == true ]] && exit 1
exit 0
