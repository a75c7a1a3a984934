"""``apsgen completion``: the script with which a shell completes apsgen's words."""

from __future__ import annotations

from typing import ClassVar

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from apsgen.cli.exits import Exit
from apsgen.cli.output import emit

EXAMPLES = """\b
Examples:
  eval "$(apsgen completion bash)"     a line for ~/.bashrc
  eval "$(apsgen completion zsh)"      a line for ~/.zshrc, after compinit
  apsgen completion fish > ~/.config/fish/completions/apsgen.fish
"""


class _Bash(BashComplete):
    """Click's script drops file names where folders are offered, and splits names at blanks."""

    source_template: ClassVar[str] = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete $1)
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o filenames -o plusdirs ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done <<< "$response"
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class _Fish(FishComplete):
    """Click's script cuts names and help off at their first comma, and passes over ``~``."""

    source_template: ClassVar[str] = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
        COMP_CWORD=(commandline -t) %(prog_name)s)
    for completion in $response
        set -l parts (string split -m 1 "," $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                complete -C "'' "(commandline -ct)
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


SHELLS = {"bash": _Bash, "zsh": ZshComplete, "fish": _Fish}


@click.command(short_help="Print the completion script of a shell.", epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(list(SHELLS)))
def completion(shell: str) -> Exit:
    """Print the script with which SHELL completes apsgen: commands, options, values, case files.

    SHELL is bash (4.4 or newer), zsh or fish. The script calls apsgen, which must be on the PATH.
    """
    root = click.get_current_context().find_root().command
    emit(SHELLS[shell](root, {}, "apsgen", "_APSGEN_COMPLETE").source().rstrip("\n"))
    return Exit.DONE
