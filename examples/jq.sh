#!/usr/bin/env bash
# The JSON of a report, taken apart by jq: one step of gradient descent, and every verdict that is not a match.
set -euo pipefail

symback diff '(w*x + b - y)**2' --at w=1,x=2,b=0,y=5 --wrt w,b --format json |
    jq -c '{w: (1 - 0.1*.gradient.w), b: (0 - 0.1*.gradient.b)}'

printf '%s\n' 'w=0; relu(w)' 'w=1; w**2' 'w=0; abs(w) + w' |
    symback batch |
    jq -r '.output as $J | .chained[] | select(.parameter and .verdict != "match") | "d\($J)/d\(.by): \(.verdict)"'
