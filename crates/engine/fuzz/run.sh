#!/usr/bin/env bash
# Fuzzes each target for some minutes (21 if not told), one after the other, or the targets named:
#     crates/engine/fuzz/run.sh [MINUTES [TARGET …]]
# Installs cargo-fuzz into the target/ of the checkout where it is missing. What leads somewhere new
# is kept in target/fuzz/corpus/, what fails in artifacts/ beside this; corpus/ is read only.
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

# The compiler has what a fuzzer needs, but only the nightly one offers it unasked.
export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
    grown=$built/fuzz/corpus/$target
    mkdir -p "$grown" "fuzz/corpus/$target"
    cargo fuzz run --target-dir "$built/fuzz" "$target" "$grown" "fuzz/corpus/$target" -- \
        -max_total_time=$((minutes * 60)) -len_control=0 -max_len=2048 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
done
