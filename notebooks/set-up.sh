#!/usr/bin/env bash
# Sets the notebooks up without opening them: what CI, .devcontainer/ and .binder/ run. Where Debian's
# Python lacks its means to make environments, and we may, it is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -c 'import ensurepip, sys; assert sys.version_info >= (3, 9)' 2> /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv > /dev/null
fi
exec cargo run --quiet -- notebooks --set-up
