#!/usr/bin/env bash
# A loop over points: the slope of a loss at each of them, and where it changes its sign.
set -euo pipefail

loss='(w - 2)**2 + 1'
for w in 0 1 2 3; do
    slope=$(symback diff "$loss" --at "w=$w" --get dw)
    echo "w = $w: slope $slope"
done

# The same without a loop: several points make a table, or a line each.
symback diff "$loss" --at w=0:3:1 --get J --get dw
