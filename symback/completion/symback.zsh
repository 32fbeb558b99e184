#compdef symback
# Completion for symback in zsh. Load it with:  source <(symback completion zsh)
# or put it into a folder of $fpath as _symback.
_symback() {
    local line word about
    local -a plain open plain_about open_about
    for line in "${(@f)$(command symback completion words zsh -- "${(j: :)words[1,CURRENT]}" 2>/dev/null)}"; do
        [[ -n $line ]] || continue
        if [[ $line == :files ]]; then
            _files
            return
        fi
        word=${line%%$'\t'*}
        about="$word  ${line#*$'\t'}"
        if [[ $word == *[=,\(] ]]; then
            open+=("$word") open_about+=("$about")
        else
            plain+=("$word") plain_about+=("$about")
        fi
    done
    (( ${#plain} )) && compadd -l -d plain_about -a plain
    (( ${#open} )) && compadd -l -S '' -d open_about -a open
}
if [[ $funcstack[1] == _symback ]]; then
    _symback "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
    compdef _symback symback
fi
