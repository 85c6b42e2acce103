import { type ControlStore, openControlStore } from '@spillway/control-store'
import { addTenant } from '@spillway/control-store/testing'
import { type Bucket, bucketStart } from '@spillway/detection'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { raiseAlerts, type Sighting } from '../alerts/index.ts'
import type { Rule } from '../rules/index.ts'
import { idForAlert } from './notification.ts'
import { recordLessons } from './record.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const noon = Date.parse('2026-01-05T12:00:00Z')
const at = new Date(noon)

const rule = (id: string, lessonId: string | null, countGreaterThan: number): Rule => {
  const volume = { countGreaterThan, sizeGreaterThanInBytes: null, operator: 'AND', criteriaOrder: 0 } as const
  const by = { createdAt: '', createdBy: '', modifiedAt: '', modifiedBy: '' }
  return {
    ...{ id, tenantId, name: id, description: '', severity: 'Low', family: 'FED_COMPOSITE', ...by, version: 1 },
    ...{ users: [], source: 'Alerting', watchlistId: null, isEnabled: true, isSystem: false },
    definition: {
      vectors: null,
      filters: { fileVolume: volume },
      alertOnBlockedBrowserActivity: false,
      windowMinutes: 60,
    },
    education: { lessonId, messagingMethod: 'ThirdPartyIntegration', isAutoDismissAlertEnabled: id === 'some' },
    notifications: { isEnabled: false, contacts: [] },
  }
}
const rules = [rule('any', 'source-code', 0), rule('some', 'public-links', 2), rule('none', null, 0)]

interface Happened {
  readonly person: number
  readonly minute: number
}
const happened = fc.record({ person: fc.nat(2), minute: fc.integer({ min: -90, max: 90 }) })

const sightingsOf = ({ person, minute }: Happened, eventId: string): Sighting[] => {
  const time = noon + minute * 60_000
  const file = { eventId, at: time, name: eventId, path: null, category: null, size: 1, way: '', score: 0 }
  const bucket: Bucket = {
    ...{ kind: 'endpoint', start: bucketStart(time), fileCount: 1, totalFileSize: 1, tallies: {} },
    files: [{ ...file, severity: 'NO_RISK_INDICATED', indicators: [] }],
  }
  return rules.map((rule) => ({ rule, bucket, actor: { key: `p${person}`, id: null, name: `p${person}` } }))
}

let store: ControlStore
beforeAll(async () => {
  store = await openControlStore({ kind: 'sqlite', path: ':memory:' })
  await store.migrate()
  await addTenant(store, tenantId)
})
afterAll(() => store.close())

class Death extends Error {}

const step = (sightings: readonly Sighting[], dies: boolean) =>
  store
    .transaction(async (within) => {
      await recordLessons(within, await raiseAlerts(within, sightings, at), { activities: [], sightings }, at)
      if (dies) throw new Death()
    })
    .catch((error) => {
      if (!(error instanceof Death)) throw error
    })

it('notes one lesson for every alert of a rule with one, whatever comes in which step, and however often one dies', async () => {
  let noted = 0
  const steps = fc.array(fc.tuple(fc.array(happened, { minLength: 1, maxLength: 8 }), fc.nat(2)), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const table of ['alert', 'alert_activity', 'lesson_notification'] as const)
        await store.db.deleteFrom(table).execute()
      for (const [index, [events, deaths]] of all.entries()) {
        const sightings = events.flatMap((event, nth) => sightingsOf(event, `${index} ${nth}`))
        for (let death = 0; death < deaths; death++) await step(sightings, true)
        await step(sightings, false)
      }
      const alerts = await store.db.selectFrom('alert').selectAll().where('rule_id', '!=', 'none').execute()
      const rows = await store.db.selectFrom('lesson_notification').selectAll().execute()
      const expected = alerts.map(({ id, rule_id }) =>
        idForAlert(id, rule_id === 'any' ? 'source-code' : 'public-links'),
      )
      expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.toSorted())
      expect(
        rows.every(({ file_name, dismissed, told, rule_id }) => {
          return file_name !== null && dismissed === (rule_id === 'some' ? 1 : 0) && told === 1 - dismissed
        }),
      ).toBe(true)
      for (const { rule_id, state } of alerts)
        expect([rule_id, state]).toEqual([rule_id, rule_id === 'some' ? 'RESOLVED' : 'OPEN'])
      noted += rows.length
    }),
    { numRuns: 150 },
  )
  expect(noted).toBeGreaterThan(300)
})
