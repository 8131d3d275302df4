#!/usr/bin/env bash
# Sets the notebooks up without opening them, for CI, .devcontainer/ and .binder/. As root on Debian, it
# installs Python, or the package with which Python makes environments, where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -c 'import ensurepip, sys; assert sys.version_info >= (3, 11)' 2> /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv > /dev/null
fi
exec cargo run --quiet -- notebooks --set-up
