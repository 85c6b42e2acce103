import type { Argument, Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'

/** The whole command line as Markdown: one section per command. */
export const renderReference = (program: Command): string =>
  [
    '# Command line reference\n',
    'Generated from the commands by `node apps/cli/src/reference.ts`; change the commands, not this page.\n',
    '`spillway` runs the platform and talks to it. In this repository: `npm run -s spillway -- COMMAND`.\n',
    environment,
    exitCodeTable(),
    ...commandsBelow(program).map(({ path, command }) => section(path, command)),
  ].join('\n')

const environment = `## Server and credentials

Client commands take the server and the API client from flags, else from the environment, else from the profile file.
Credentials kept for one server are never sent to another.

| Variable | Meaning |
|---|---|
| \`SPILLWAY_URL\` | server to call |
| \`SPILLWAY_CLIENT_ID\`, \`SPILLWAY_CLIENT_SECRET\` | API client |
| \`SPILLWAY_USERNAME\`, \`SPILLWAY_PASSWORD\` | a person instead of an API client |
| \`SPILLWAY_PROFILE\` | profile file; \`~/.config/spillway/profile.json\` unless set, readable by its owner alone |
| \`NO_COLOR\` | no colours |

On a terminal, tables have a header and fit its width. In a pipe they are tab-separated, whole and without a header.
`

const exitCodeTable = (): string => {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`)
  return ['## Exit codes\n', '| Code | Meaning |', '|---|---|', ...rows, ''].join('\n')
}

interface Named {
  readonly path: string
  readonly command: Command
}

const commandsBelow = (parent: Command, prefix = parent.name()): Named[] =>
  parent.commands.flatMap((command) => {
    const path = `${prefix} ${command.name()}`
    return command.commands.length > 0 ? commandsBelow(command, path) : [{ path, command }]
  })

const section = (path: string, command: Command): string => {
  const lines = [`## ${path}\n`, `${command.description()}.\n`, '```text', `${path} ${command.usage()}`, '```\n']
  if (command.registeredArguments.length > 0) {
    lines.push(...table('Argument', command.registeredArguments.map(argumentRow)))
  }
  const options = command.options.filter(({ hidden }) => !hidden)
  if (options.length > 0) lines.push(...table('Option', options.map(optionRow)))
  return [...lines, ...examplesOf(command)].join('\n')
}

const table = (name: string, rows: readonly string[]) => [`| ${name} | Meaning |`, '|---|---|', ...rows, '']

const argumentRow = (argument: Argument) => `| \`${argument.name()}\` | ${cell(argument.description)} |`

const optionRow = (option: Option) => {
  const choices = option.argChoices ? `; one of ${option.argChoices.map((choice) => `\`${choice}\``).join(', ')}` : ''
  const standard = ['string', 'number'].includes(typeof option.defaultValue) ? ` (default: ${option.defaultValue})` : ''
  return `| \`${code(option.flags)}\` | ${cell(option.description)}${choices}${standard}${option.mandatory ? ' (required)' : ''} |`
}

const code = (text: string) => text.replaceAll('|', '\\|')

const cell = (text: string) => code(text).replaceAll('*', '\\*').replaceAll('<', '&lt;')

/** Examples hang on the help as text; the help's own end holds them. */
const examplesOf = (command: Command): string[] => {
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
  const [, examples] = help.split('\nExamples:\n')
  if (!examples) return []
  const lines = examples.trimEnd().split('\n')
  return ['```sh', ...lines.map((line) => line.replace(/^ {2}/, '')), '```\n']
}
