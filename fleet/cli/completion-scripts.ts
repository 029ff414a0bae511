/**
 * What shells need to ask the program for candidates. Each script calls `__complete` with the words up to the cursor; its answer is a line a
 * candidate, "word TAB what it does", or the line ":files" when files are meant.
 */

/** Shells that are served. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** Name of a shell. */
export type Shell = (typeof shells)[number];

// Bash splits words at "=", ":" and "@" too and replaces only the last piece: what the answer shares with the pieces before it is cut off.
const bash = `# fleet completion for bash. Once: fleet completion bash > ~/.local/share/bash-completion/completions/fleet
_fleet() {
  local line=\${COMP_LINE:0:COMP_POINT} current piece answer candidate
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=\${words[\${#words[@]}-1]}
  piece=\${current%"\${current##*[=:@]}"}
  COMPREPLY=()
  while IFS= read -r answer; do
    if [[ $answer == ':files' ]]; then
      while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "\${current#"$piece"}")
      compopt -o filenames 2> /dev/null
    else
      candidate=\${answer%%$'\\t'*}
      COMPREPLY+=("\${candidate#"$piece"}")
    fi
  done < <("\${words[0]}" __complete -- "\${words[@]:1}" 2> /dev/null)
}
complete -F _fleet fleet
`;

const zsh = `#compdef fleet
# fleet completion for zsh. Once: fleet completion zsh > a folder of $fpath, as the file _fleet; or: source <(fleet completion zsh)
_fleet() {
  local answer word about
  local -a candidates
  for answer in "\${(@f)$(\${words[1]} __complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}"; do
    [[ -z $answer ]] && continue
    if [[ $answer == ':files' ]]; then
      _files
      continue
    fi
    word=\${answer%%$'\\t'*}
    about=\${answer#*$'\\t'}
    candidates+=("\${word//:/\\\\:}:$about")
  done
  (( \${#candidates} )) && _describe 'fleet' candidates
}
if [[ \${funcstack[1]} == _fleet ]]; then _fleet "$@"; elif (( $+functions[compdef] )); then compdef _fleet fleet; fi
`;

const fish = `# fleet completion for fish. Once: fleet completion fish > ~/.config/fish/completions/fleet.fish
function __fleet_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for answer in ($words[1] __complete -- $words[2..-1] "$current" 2> /dev/null)
        if test "$answer" = ':files'
            __fish_complete_path "$current"
        else
            echo $answer
        end
    end
end
complete -c fleet -f -a '(__fleet_complete)'
`;

const powershell = `# fleet completion for PowerShell. In $PROFILE: fleet completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName fleet -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $words += '' }
    & $commandAst.CommandElements[0].ToString() __complete -- @words 2> $null | ForEach-Object {
        if ($_ -eq ':files') { return }
        $word, $about = $_ -split "\`t", 2
        if (-not $about) { $about = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $about)
    }
}
`;

/** The script of a shell. */
export const completionScripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };
