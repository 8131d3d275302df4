#!/usr/bin/env bash
# Tests the pages in headless Chromium. Installs what is missing (Chromium, a Chinese font, the two
# packages of package-lock.json), builds the book into target/site, and runs the tests: all of them
# (and a few screenshots into target/screenshots), or the files named, with the options of
# `node --test`: `pages.test.js --test-name-pattern=08-em`.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v chromium > /dev/null || missing+=(chromium)
fc-list 2> /dev/null :lang=zh | grep -q . || missing+=(fonts-noto-cjk)
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" > /dev/null
fi
# The copy of the lock file says which packages are installed.
cmp -s package-lock.json node_modules/.installed || {
    npm ci --no-audit --no-fund --silent
    cp package-lock.json node_modules/.installed
}

(cd ../.. && cargo run --quiet -- build target/site)
files=() options=()
for argument in "$@"; do
    case $argument in *.test.js) files+=("$argument") ;; *) options+=("$argument") ;; esac
done
[ ${#files[@]} -gt 0 ] || files=(*.test.js)
[ $# -gt 0 ] || node screenshots.js
# One file after the other: pages.test.js measures how soon a page shows text.
exec node --test --test-concurrency=1 --test-reporter=spec ${options[@]+"${options[@]}"} "${files[@]}"
