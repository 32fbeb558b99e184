#!/usr/bin/env bash
# A gradient check for continuous integration: your own code's gradients, written as JSON, against symback's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Here your program would write what it computed, a line a case; the second one has a mistake.
cat > "$folder/mine.tsv" <<'TSV'
w=0.5,x=2,b=0.1	tanh(w*x + b)	0.7184026
w=0.5,x=2,b=0.1	sigmoid(w*x + b)	0.3
TSV

failed=0
while IFS=$'\t' read -r at program mine; do
    if symback check "$program" --at "$at" --wrt w --claim "dw=$mine" --tol 1e-5 --quiet; then
        echo "ok    $program"
    else
        echo "WRONG $program: dw is $(symback diff "$program" --at "$at" --get dw --digits 8), not $mine"
        failed=1
    fi
done < "$folder/mine.tsv"
echo "exit code $failed"
