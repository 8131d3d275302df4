#!/usr/bin/env bash
# Does every small change to a solution fail its grader? cargo-mutants changes the solutions, put
# in the learner's place; the graders compare them with the solutions as they are.
#
# Needs `cargo install cargo-mutants --version 27.1.0 --locked`. The mutants that no grader can
# tell from the original, and why, are in `tests/mutants.toml`.
set -euo pipefail
cd "$(dirname "$0")/.."

tree=target/mutants/tree
rm -rf "$tree"
mkdir -p "$tree"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$tree"
for file in solutions/src/*.rs; do
    sed 's/use crate::/use solutions::/' "$file" >"$tree/exercises/src/${file##*/}"
done

cd "$tree"
export CARGO_TARGET_DIR=../build
cargo mutants --in-place --config tests/mutants.toml --output .. \
    --package exercises --file 'exercises/src/*.rs' "$@" -- --test grade
