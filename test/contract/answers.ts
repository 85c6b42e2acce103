import { readFileSync } from 'node:fs'
import { errorCatalogue, type Operation } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { TestRequest, TestResponse, TestServer } from '@spillway/testkit'
import { expect } from 'vitest'
import { parts, publishedDefinition } from '../support/parts.ts'
import { type Corrections, createChecker, type Definition } from './swagger.ts'

/** The published definition; an empty one where it is not at hand. */
export const readDefinition = (): Definition =>
  parts.publishedDefinition.present
    ? (JSON.parse(readFileSync(publishedDefinition, 'utf8')) as Definition)
    : { definitions: {}, paths: {} }

const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}')

/** A path of ours as the definition writes it, which names parameters its own way; ours where it has none. */
const publishedPath = ({ paths }: Definition, path: string): string =>
  path in paths ? path : (Object.keys(paths).find((one) => shapeOf(one) === shapeOf(path)) ?? path)

type Documented = Pick<Operation, 'method' | 'path' | 'success' | 'errors'>

/**
 * Every answer that the definition or the contract gives operations, as `GET /v1/users 400`. Stores that are away (503)
 * are the business of test/faults.
 */
export const documentedAnswers = (definition: Definition, operations: readonly Documented[]): string[] =>
  operations.flatMap(({ method, path, success, errors }) => {
    const at = publishedPath(definition, path)
    const own = [success.status, ...errors.map((code) => errorCatalogue[code].status)].filter((one) => one !== 503)
    const theirs = Object.keys(definition.paths[at]?.[method.toLowerCase()]?.responses ?? {}).map(Number)
    return [...new Set([...own, ...theirs])].map((status) => `${method} ${at} ${status}`)
  })

export interface Expected {
  readonly method: string
  /** As the definition or the contract writes it. */
  readonly path: string
  readonly status: number
  readonly url: string
  readonly options?: TestRequest
}

/** Sends requests, compares what comes back with what is documented, and keeps which answers were seen. */
export const createComparison = (definition: Definition, corrections: Corrections) => {
  const check = createChecker(definition, corrections)
  const seen = new Set<string>()
  /** The status must be the given one, and the body what the definition says of it. */
  const compare = async (server: TestServer, expected: Expected): Promise<TestResponse> => {
    const { method, status, url } = expected
    const path = publishedPath(definition, expected.path)
    const response = await server.request(method, url, expected.options ?? {})
    expect([method, url, response.status, response.text]).toEqual([method, url, status, response.text])
    const body = response.headers.get('content-type')?.includes('json') ? response.json() : undefined
    const isPublished = definition.paths[path]?.[method.toLowerCase()]?.responses[status] !== undefined
    expect(isPublished ? check(method, path, status, body) : []).toEqual([])
    const reason = path.startsWith('/v1/spillway/') ? 'detail' : 'message'
    if (status >= 400) expect(body).toMatchObject({ [reason]: expect.any(String) })
    seen.add(`${method} ${path} ${status}`)
    return response
  }
  return { compare, seen: seen as ReadonlySet<string> }
}

/** All that is documented was seen, but for what is named with its reason; the count is printed. */
export const expectEveryAnswer = (
  family: string,
  documented: readonly string[],
  seen: ReadonlySet<string>,
  impossible: Readonly<Record<string, string>> = {},
): void => {
  const missing = documented.filter((answer) => !seen.has(answer)).toSorted()
  const reasons = missing.map((answer) => `\n  not ${answer}: ${impossible[answer] ?? 'nobody knows why'}`)
  console.log(
    `contract of ${family}: ${documented.length - missing.length} of ${documented.length} answers seen${reasons.join('')}`,
  )
  expect(missing).toEqual(Object.keys(impossible).toSorted())
}

/** Does something while a table is hidden, so that whatever needs it meets a fault of the server. */
export const withoutTable = async ({ db }: ControlStore, table: string, work: () => Promise<void>): Promise<void> => {
  await db.schema.alterTable(table).renameTo('hidden').execute()
  try {
    await work()
  } finally {
    await db.schema.alterTable('hidden').renameTo(table).execute()
  }
}
