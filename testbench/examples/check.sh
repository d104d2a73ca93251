#!/bin/sh
# Runs an example and compares what it prints with the first block of its README that is fenced as ```text.
# usage: check.sh FOLDER PROGRAM
set -eu
folder=$1
program=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk '/^```text$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' "$folder/README.md" > "$scratch/expected"
cd "$scratch"
sh "$folder/run.sh" "$program" > "$scratch/printed"
diff -u "$scratch/expected" "$scratch/printed" && echo "example $(basename "$folder"): as its README says"
