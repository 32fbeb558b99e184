# Completion for symback in bash. Load it with:  source <(symback completion bash)
_symback() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ $word == :files ]]; then
            compopt -o default 2>/dev/null
            COMPREPLY=()
            return
        fi
        COMPREPLY+=("$word")
    done < <(command symback completion words bash -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *[=,\(] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _symback symback
