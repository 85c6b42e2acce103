import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { succeed } from '../support/command.ts'
import { root } from '../support/parts.ts'

/** What a script saw while it drove a client library. */
interface Answer {
  /** Public methods of the watched classes, found by reflection. */
  readonly every: readonly string[]
  readonly called: readonly string[]
  /** What each step gave, or how it failed. */
  readonly seen: Readonly<Record<string, unknown>>
}

/** What a script is told, as JSON on standard input, and the home it runs in. */
interface Told {
  readonly told: object
  readonly home: string
}

/** Runs a script of this folder with the Python of an environment. */
const callsOf = async (environment: string, script: string, { told, home }: Told): Promise<Answer> => {
  const printed = await succeed(join(environment, 'python'), [join(root, 'test/clients', script)], {
    input: JSON.stringify(told),
    environment: { HOME: home },
  })
  return JSON.parse(printed) as Answer
}

/** Every public method was called; the count is printed. */
const expectEveryMethod = (client: string, { every, called }: Answer): void => {
  const missing = every.filter((name) => !called.includes(name))
  console.log(`${client}: ${every.length - missing.length} of ${every.length} methods exercised`)
  expect(missing).toEqual([])
}

/** Names of exceptions that steps ended with. */
const raisedIn = ({ seen }: Answer): ReadonlySet<string> =>
  new Set(Object.values(seen).flatMap((one) => (one as { raised?: string } | null)?.raised ?? []))

/** All that a client knows to go wrong was provoked but for what is named; the count is printed. */
const expectEveryException = (
  client: string,
  known: readonly string[],
  raised: ReadonlySet<string>,
  impossible: Readonly<Record<string, string>>,
): void => {
  const missing = known.filter((name) => !raised.has(name))
  const reasons = missing.map((name) => `${name}: ${impossible[name] ?? 'nobody knows why'}`)
  console.log(`${client}: ${known.length - missing.length} of ${known.length} exceptions raised`, ...reasons)
  expect(missing).toEqual(Object.keys(impossible).toSorted())
}

/** Runs a script of this folder before the tests around it, and tests that it called every public method. */
export const drive = (client: string, environment: string, script: string, scene: () => Told) => {
  let answer: Answer
  beforeAll(async () => {
    answer = await callsOf(environment, script, scene())
  }, 120_000)
  it('calls every public method', () => expectEveryMethod(client, answer))
  return {
    all: () => answer.seen,
    /** What a step gave, or how it failed. */
    seen: (name: string) => answer.seen[name],
    /** Tests that all went wrong that the client knows to, but for what cannot, by name and reason. */
    provokesEveryException: (impossible: Readonly<Record<string, string>> = {}) =>
      it('provokes every exception', () => {
        expectEveryException(client, answer.seen.exceptions as string[], raisedIn(answer), impossible)
      }),
  }
}
