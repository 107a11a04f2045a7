import { Argument, type Command } from '@commander-js/extra-typings'
import { completionsFor } from './completions.ts'

// Each asks `rollcall complete` for what may follow, and offers names of files where that is nothing. Nothing that was
// typed is evaluated.
const SCRIPTS = {
  bash: `_rollcall() {
  local value meaning
  COMPREPLY=()
  while IFS=$'\\t' read -r value meaning; do
    COMPREPLY+=("$value")
  done < <(rollcall complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _rollcall rollcall`,
  zsh: `#compdef rollcall
_rollcall() {
  local value meaning
  local -a found
  while IFS=$'\\t' read -r value meaning; do
    found+=("\${value}:\${meaning}")
  done < <(rollcall complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe rollcall found; else _files; fi
}
compdef _rollcall rollcall`,
  fish: `function __rollcall_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (rollcall complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c rollcall -f -a '(__rollcall_complete)'`,
} as const

const EXAMPLES = `
Examples:
  source <(rollcall completion bash)          in ~/.bashrc
  source <(rollcall completion zsh)           in ~/.zshrc, behind compinit
  rollcall completion fish | source           in ~/.config/fish/config.fish`

/** Adds `rollcall completion`, and the hidden command that its scripts call. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('complete commands and options with the tab key')
    .description('Prints a script with which a shell completes commands, options and their values.')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText('after', EXAMPLES)
    .action((shell) => void process.stdout.write(`${SCRIPTS[shell]}\n`))
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words) => {
      for (const { value, meaning } of completionsFor(program, words)) process.stdout.write(`${value}\t${meaning}\n`)
    })
}
