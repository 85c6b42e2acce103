import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandServer } from '../command-server.ts'
import { createProfile, type Row, refusedBy, rowsOf, startCode42, writeLines } from '../programs.ts'
import type { PeopleScene } from './scene.ts'

/** The `code42` program with two profiles, a person's and an API client's, and short ways to run it. */
export interface Code42 {
  readonly scene: PeopleScene
  readonly program: CommandServer
  readonly told: PeopleScene['told']
  /** Path of a file in the home of the program. */
  file(name: string): string
  code42(...args: string[]): Promise<string>
  rows(...args: string[]): Promise<Row[]>
  /** What came of the lines of a CSV file, its header first; in their order. */
  bulk(group: string, command: string, ...lines: string[]): Promise<Row[]>
  refused(...args: string[]): Promise<string>
}

export const openCode42 = async (scene: PeopleScene): Promise<Code42> => {
  const { told, home } = scene
  const program = startCode42(home)
  const code42 = (...args: string[]) => program.succeed(args)
  const rows = async (...args: string[]) => rowsOf(await code42(...args, '-f', 'RAW-JSON'))
  mkdirSync(join(home, 'templates'))
  await createProfile(program, 'admin', told)
  const client = ['--api-client-id', told.clientId, '--secret', told.clientSecret]
  await code42('profile', 'create-api-client', '-n', 'client', '-s', told.url, ...client, '-y')
  return {
    ...{ scene, program, told, code42, rows },
    file: (name) => join(home, name),
    // Rows are worked on side by side, so that they come back in any order.
    bulk: async (group, command, ...lines) => {
      const done = await rows(group, 'bulk', command, writeLines(home, 'bulk.csv', ...lines))
      const place = (row: Row) => lines.findIndex((line) => line.includes(String(Object.values(row)[0])))
      return done.sort((one, other) => place(one) - place(other))
    },
    refused: (...args) => refusedBy(program, args),
  }
}

/** The short ways to a program that will have started by the time that tests run. */
export const runBy = (of: () => Code42) => ({
  told: () => of().told,
  file: (name: string) => of().file(name),
  code42: (...args: string[]) => of().code42(...args),
  rows: (...args: string[]) => of().rows(...args),
  bulk: (...args: Parameters<Code42['bulk']>) => of().bulk(...args),
  refused: (...args: string[]) => of().refused(...args),
})
