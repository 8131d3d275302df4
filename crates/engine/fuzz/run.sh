#!/usr/bin/env bash
# Fuzzes all targets, or those named, one after the other, each for 21 minutes or MINUTES:
#     crates/engine/fuzz/run.sh [MINUTES [TARGET …]]
# Installs cargo-fuzz into the checkout's target/ if it is missing. Inputs that reach new code are
# kept in target/fuzz/corpus/, those that fail in artifacts/ beside this file; corpus/ is only read.
set -euo pipefail
cd "$(dirname "$0")/.."
built=../../target

minutes=${1:-21}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(fit csv npy saved)

version=0.13.2
export PATH="$PWD/$built/cargo-fuzz/bin:$PATH"
[ "$(cargo fuzz --version 2> /dev/null)" = "cargo-fuzz $version" ] ||
    cargo install cargo-fuzz --version "$version" --locked --root "$built/cargo-fuzz"

# The stable compiler can instrument code, but needs this variable to allow it.
export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
    grown=$built/fuzz/corpus/$target
    mkdir -p "$grown" "fuzz/corpus/$target"
    cargo fuzz run --target-dir "$built/fuzz" "$target" "$grown" "fuzz/corpus/$target" -- \
        -max_total_time=$((minutes * 60)) -len_control=0 -max_len=2048 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
done
