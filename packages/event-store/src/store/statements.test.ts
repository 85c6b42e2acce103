import { renderEventSql } from '@spillway/event-model'
import { expect, it } from 'vitest'
import type { EventStoreDriver, Parameters } from '../drivers/driver.ts'
import { createEventStore } from './event-store.ts'
import { exportOf, groupingOf, readText, searchOf, where } from './test/store.ts'

/** A driver that notes statements and answers as if one event were stored. */
function recordingDriver(log: string[]): EventStoreDriver {
  const note = (sql: string, parameters: Parameters = {}) => {
    const shown = sql.replace(renderEventSql('v2'), '<event>').replace(/\s+/g, ' ')
    log.push(
      `${shown} -- ${JSON.stringify(parameters, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`,
    )
  }
  const place = { day: '2026-01-01', at: '2026-01-01 00:00:00.000', user: 'a@example.com', shape: 'older' }
  const key = { ...place, number: '1', id: 'e1', origin: '1', highest: '9', value: 'x' }
  return {
    kind: 'embedded',
    cluster: undefined,
    command: async (sql) => note(sql),
    async rows<T>(sql: string, parameters?: Parameters) {
      note(sql, parameters)
      return [key as T]
    },
    async *stream(sql, parameters) {
      note(sql, parameters)
      yield Buffer.from('{}\n')
    },
    insert: async () => undefined,
    ping: async () => undefined,
    close: async () => undefined,
  }
}

it('asks the engine in a constant number of shapes', async () => {
  const log: string[] = []
  const store = createEventStore({ driver: recordingDriver(log) })
  const groups = where('user.email', 'a@example.com')
  await readText((await store.search(searchOf({ groups, pgSize: 10, pgNum: 3 }))).events)
  await readText((await store.search(searchOf({ groups, pgToken: 'e0', srtKey: 'event.id', srtDir: 'asc' }))).events)
  await store.group(groupingOf({ groups, groupingTerm: 'file.category' }))
  await readText(store.exportCsv(exportOf({ groups, columns: ['event.id', 'file.name'] })))
  await readText((await store.feed({ after: { 1: '5' }, limit: 10 })).events)
  await store.storedRows('batch')
  await store.highestSequence(1)
  expect(log.join('\n')).toMatchSnapshot()
})
