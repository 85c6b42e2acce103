import type { Command } from 'commander'

/** Command lines shown under the help of a command, each with what it does. */
export const withExamples = (command: Command, examples: readonly (readonly [string, string])[]): Command => {
  const lines = examples.map(([line, meaning]) => `  # ${meaning}\n  ${line}`)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}
