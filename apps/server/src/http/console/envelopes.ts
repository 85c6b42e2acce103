import type { ConsoleQuery } from './query.ts'

/** Envelope of a v1 resource; the query is repeated as text. */
export const v1 = <Data>(query: ConsoleQuery | undefined, at: Date, data: Data) => ({
  metadata: { timestamp: at.toISOString(), params: echo(query ?? {}) },
  data,
})

export const v3 = <Data>(data: Data) => ({ data, error: null, warnings: null })

/** Envelope of a command of v4 and later. */
export const command = <Data>(at: Date, data: Data) => ({
  metadata: { date: at.toISOString(), headers: [], licenseStatus: 'ACTIVE' },
  data,
})

const echo = (query: ConsoleQuery): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : String(value)]),
  )
