#!/usr/bin/env bash
# Prints the peak memory of the process and the part beyond its data, for the cases of peers.py with
# one and two threads. Fails if a fit needs more than 32 MB beyond its data.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ ! -x /usr/bin/time ]; then
    echo 'installing time'
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq time > /dev/null
fi
cargo build --release --quiet -p benches --bin memory
program=${CARGO_TARGET_DIR:-target}/release/memory
said=$(mktemp)
trap 'rm -f "$said"' EXIT

failed=0
echo '| n × d, k | threads | data, MB | peak, MB | above the data, MB |'
echo '|---|---|---|---|---|'
for case in '1000000 2 3 full' '1000000 8 8 full' '200000 32 16 full' '50000 64 32 full' '1000000 16 16 diagonal'; do
    for threads in 1 2; do
        read -r n d k shape <<< "$case"
        bytes=$(/usr/bin/time -v "$program" "$n" "$d" "$k" "$shape" "$threads" 2> "$said")
        kilobytes=$(sed -n 's/.*Maximum resident set size (kbytes): //p' "$said")
        awk -v name="$n × $d, $k, $shape" -v threads="$threads" -v bytes="$bytes" -v kilobytes="$kilobytes" 'BEGIN {
            data = bytes / 1e6
            peak = kilobytes * 1024 / 1e6
            printf "| %s | %d | %.1f | %.1f | %.1f |\n", name, threads, data, peak, peak - data
            exit peak - data > 32
        }' || failed=1
    done
done
exit "$failed"
