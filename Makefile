# The verbs of this repository. `make test` is everything that a change must pass; it installs what it needs.
# Needed beforehand: Rust (rust-toolchain.toml names it), make, and either apt-get as root or with sudo, or the peers installed already.
.PHONY: test peers format lint unit deny docs accept bench fuzz screenshots differential

test: peers format lint unit deny

# Outside programs that tests speak to: node with pinned packages, Chromium, fonts, cargo-deny. Installed only where missing.
peers:
	tests/install-peers.sh

format:
	cargo fmt --all -- --check

lint:
	cargo clippy --workspace --all-targets -- -D warnings

# Every test of every room, cases, browser journeys, and that generated pages are current.
unit:
	CTR_TEST_PEERS=1 cargo test --workspace

# Bans, licences and sources of packages. Advisories need the internet: `cargo deny check advisories` where the database is at hand.
deny:
	tests/.peers/bin/cargo-deny check bans licenses sources

# Rewrites expected files; read that diff as the change itself.
accept:
	CTR_ACCEPT=1 CTR_TEST_PEERS=1 cargo test --workspace --test all

# Rewrites the reference pages under docs/reference from the tables in the code.
docs:
	CTR_ACCEPT=1 cargo test --workspace --test all reference::

# The screenshot of the README, from the browser journey; all others stay under target/screenshots.
screenshots:
	CTR_TEST_PEERS=1 CTR_SCREENSHOTS=target/screenshots cargo test --workspace --test all journey::
	cp target/screenshots/en-5-findings.png docs/images/

# A million random cases, the engine beside the browser's interpreter (`make test` runs a tenth).
differential:
	CTR_TEST_PEERS=1 CTR_DIFFERENTIAL_CASES=1000000 cargo test --workspace --test all -- differential:: --nocapture

# The engine beside ajv and beside the jsonschema and cel crates, on the same work in one run.
bench:
	tests/bench/run.sh

# A million mutated inputs for each target that reads what people or other systems write; not part of `make test`.
fuzz:
	tests/fuzz/run.sh
