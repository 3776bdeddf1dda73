# `just` lists the recipes; `just check` is what must pass before a merge.

[private]
default:
  @just --list

# everything that must pass before a merge
check:
  .ci/run

# format, lint
lint:
  .ci/run lint

# all tests, or those whose name contains FILTER
test *FILTER:
  cargo test --workspace --locked {{FILTER}}

# questions, scenarios, facts and every proof
content:
  .ci/run content

# the program, with ARGS
run *ARGS:
  cargo run --release --locked -- {{ARGS}}

# the API documentation in a browser
doc:
  cargo doc --workspace --no-deps --open

# simulator and screen beside a bare loop
bench *ARGS:
  cargo bench {{ARGS}}

# update the pictures, the outputs and tables in the documents and the snapshots, then read the diff
update:
  TOUR=update TRYCMD=overwrite VALIDATION=update INSTA_UPDATE=always cargo test --workspace
