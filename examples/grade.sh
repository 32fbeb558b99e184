#!/usr/bin/env bash
# Marks for a class: a file of answers, a point for each that is right. A formula counts if it is equal, however it is written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/answers.csv" <<'CSV'
ada,18*w + 12,66
bob,6*(2 + 3*w),60
eve,2*(2 + 3*w),22
CSV

while IFS=, read -r student formula number; do
    marks=0
    for claim in "dJ/dw=$formula" "dw=$number"; do
        if symback check '(2+3*w)**2' --at w=3 --claim "$claim" --quiet; then
            marks=$((marks + 1))
        fi
    done
    echo "$student: $marks of 2"
done < "$folder/answers.csv"
