#!/usr/bin/env bash
# A check in a Makefile: the build stops where a gradient is not what the notes say.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/Makefile" <<'MAKE'
check:
	@symback check 'c = w*x; J = (c+b-y)**2/2' --at w=2,x=-2,b=8,y=2 --wrt w,b --claim dw=-4 --claim db=2 --quiet
	@echo gradients are right
MAKE
make --no-print-directory -C "$folder" check
