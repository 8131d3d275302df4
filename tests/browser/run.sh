#!/usr/bin/env bash
# The pages in a real browser. Installs what is missing (Chromium, a Chinese font, the two packages
# of package-lock.json), builds the book into target/site, leaves a few screenshots in
# target/screenshots and runs the tests: all of them, or the files named, with the options of
# `node --test`, for example `pages.test.js --test-name-pattern=08-em`.
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
# npm leaves behind what it installed from; it is installed anew when that has changed.
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
# One file after the other: each measures how fast pages come.
exec node --test --test-concurrency=1 --test-reporter=spec ${options[@]+"${options[@]}"} "${files[@]}"
