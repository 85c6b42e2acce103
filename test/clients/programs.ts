import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { python } from '../support/parts.ts'
import { type CommandServer, startCommandServer } from './command-server.ts'

export type Row = Readonly<Record<string, unknown>>

/** The `code42` program with a home of its own; no profile yet. */
export const startCode42 = (home: string): CommandServer =>
  startCommandServer({
    python: join(python.code42cli, 'python'),
    ...{ module: 'code42cli.main', attribute: 'cli', program: 'code42' },
    environment: {
      HOME: home,
      PYTHON_KEYRING_BACKEND: 'keyrings.alt.file.PlaintextKeyring',
      PYTHONWARNINGS: 'ignore',
      COLUMNS: '400',
    },
  })

interface Person {
  readonly url: string
  readonly username: string
  readonly password: string
}

/** Makes a profile of a person, the first of which is the default. */
export const createProfile = (program: CommandServer, name: string, { url, username, password }: Person) =>
  program.succeed(['profile', 'create', '-n', name, '-s', url, '-u', username, '--password', password, '-y'])

interface Client {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The `incydr` program, as an API client. */
export const startIncydr = (home: string, { url, clientId, clientSecret }: Client): CommandServer =>
  startCommandServer({
    python: join(python.incydr, 'python'),
    ...{ module: '_incydr_cli.main', attribute: 'incydr', program: 'incydr' },
    environment: {
      ...{ HOME: home, COLUMNS: '400' },
      ...{ INCYDR_URL: url, INCYDR_API_CLIENT_ID: clientId, INCYDR_API_CLIENT_SECRET: clientSecret },
    },
  })

/** Objects that a program printed, one a line. */
export const rowsOf = <Value = Row>(printed: string): Value[] =>
  printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Value)

/** Runs a command that must fail and gives all that it printed. */
export const refusedBy = async (program: CommandServer, args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await program.run(args)
  expect([args, code === 0]).toEqual([args, false])
  return stdout + stderr
}

/** Writes lines into a file of the home and gives its path. */
export const writeLines = (home: string, name: string, ...lines: readonly string[]): string => {
  writeFileSync(join(home, name), `${lines.join('\n')}\n`)
  return join(home, name)
}

/** Every command of some groups ended well at least once; the count is printed. */
export const expectEveryCommand = async (program: CommandServer, client: string, groups: readonly string[]) => {
  for (const group of groups) {
    const every = (await program.commands()).filter((name) => name.startsWith(`${group} `))
    const missing = every.filter((name) => !program.exercised.has(name))
    console.log(`${client} ${group}: ${every.length - missing.length} of ${every.length} commands exercised`)
    expect([group, every.length > 0, missing]).toEqual([group, true, []])
  }
}
