import { join } from 'node:path'
import { expect } from 'vitest'
import { succeed } from '../support/command.ts'
import { root } from '../support/parts.ts'

/** What a script saw while it drove a client library. */
export interface Answer {
  /** Public methods of the watched classes, found by reflection. */
  readonly every: readonly string[]
  readonly called: readonly string[]
  /** What each step gave, or how it failed. */
  readonly seen: Readonly<Record<string, unknown>>
}

/** What a script is told, as JSON on standard input, and the home it runs in. */
export interface Told {
  readonly told: object
  readonly home: string
}

/** Runs a script of this folder with the Python of an environment. */
export const callsOf = async (environment: string, script: string, { told, home }: Told): Promise<Answer> => {
  const printed = await succeed(join(environment, 'python'), [join(root, 'test/clients', script)], {
    input: JSON.stringify(told),
    environment: { HOME: home },
  })
  return JSON.parse(printed) as Answer
}

/** Every public method was called; the count is printed. */
export const expectEveryMethod = (client: string, { every, called }: Answer): void => {
  const missing = every.filter((name) => !called.includes(name))
  console.log(`${client}: ${every.length - missing.length} of ${every.length} methods exercised`)
  expect(missing).toEqual([])
}

/** Names of exceptions that steps ended with. */
export const raisedIn = ({ seen }: Answer): ReadonlySet<string> =>
  new Set(Object.values(seen).flatMap((one) => (one as { raised?: string } | null)?.raised ?? []))

/** All that a client knows to go wrong was provoked but for what is named; the count is printed. */
export const expectEveryException = (
  client: string,
  known: readonly string[],
  raised: ReadonlySet<string>,
  impossible: Readonly<Record<string, string>> = {},
): void => {
  const missing = known.filter((name) => !raised.has(name))
  const reasons = missing.map((name) => `${name}: ${impossible[name] ?? 'nobody knows why'}`)
  console.log(`${client}: ${known.length - missing.length} of ${known.length} exceptions raised`, ...reasons)
  expect(missing).toEqual(Object.keys(impossible).toSorted())
}
