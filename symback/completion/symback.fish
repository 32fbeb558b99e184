# Completion for symback in fish. Load it with:  symback completion fish | source
function __symback_words
    set -l found (command symback completion words fish -- (commandline -cp) 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else if set -q found[1]
        printf '%s\n' $found
    end
end
complete -c symback -f -a '(__symback_words)'
