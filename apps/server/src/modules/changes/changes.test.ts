import { setTimeout as sleep } from 'node:timers/promises'
import type { ControlStore } from '@spillway/control-store'
import { addTenant, storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAlertRepository } from '../alerts/repository.ts'
import { createChangeFeed, stampChanges } from './index.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('changes on $dialect', ({ open }) => {
  let store: ControlStore
  beforeAll(async () => {
    store = await open()
    await addTenant(store, tenantId)
  })
  afterAll(() => store.close())

  const feed = () =>
    createChangeFeed({
      ...{ store, feed: 'a' },
      after: async (tenant, position, limit) =>
        (await createAlertRepository(store).changedAfter(tenant, position, limit)).map(
          ({ id, change, description }) => ({
            ...{ position: { change: Number(change), id }, item: { id, description } },
          }),
        ),
    })
  const insert = (id: string) =>
    store.db
      .insertInto('alert')
      .values({
        ...{ id, tenant_id: tenantId, rule_id: 'r', rule_version: 1, actor_key: 'a', actor: 'a', window_start: 0 },
        ...{ type: 'FED_COMPOSITE', name: id, description: '', severity: 'LOW', risk_severity: 'LOW', state: 'OPEN' },
        ...{ rule_source: 'Alerting', watchlists: '[]', significant_watchlist: 0, created_at: '', modified_at: '' },
      })
      .execute()
  const never = new AbortController().signal
  const read = (cursor: string | undefined, limit: number, wait = 0) =>
    feed().read({ tenantId, cursor, start: 'beginning', limit, wait }, never)

  it('reach a reader who goes on from cursor to cursor, all of them, whoever commits when', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `alert-${String(index).padStart(2, '0')}`)
    for (const id of ids) await insert(id)
    // Commits end long after the numbers were given, and in an order of their own.
    const write = async (writer: number) => {
      for (let round = 0; round < 12; round++) {
        const mine = ids.filter((_, index) => index % 8 === writer && (index + round) % 3 !== 0)
        await store.transaction(async (within) => {
          const description = `${writer} ${round}`
          await within.updateTable('alert').set({ description }).where('id', 'in', mine).execute()
          await sleep((writer * 7 + round * 3) % 5)
          await stampChanges(within, tenantId, { alert: mine })
          await sleep((writer * 5 + round) % 4)
        })
      }
    }
    let isWriting = true
    const writers = Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write)).finally(() => {
      isWriting = false
    })
    const seen = new Map<string, string>()
    let cursor: string | undefined
    let pages = 0
    for (let goOn = true; goOn; pages++) {
      const wasWriting = isWriting
      const page = await read(cursor, 3)
      for (const { id, description } of page.items) seen.set(id, description)
      expect(page.manifest.count).toBe(page.items.length)
      cursor = page.cursor
      goOn = wasWriting || page.items.length > 0
    }
    await writers
    const now = await store.db.selectFrom('alert').select(['id', 'description']).orderBy('id').execute()
    expect([...seen].toSorted()).toEqual(now.map(({ id, description }) => [id, description]))
    expect(pages).toBeGreaterThan(10)
    expect(await read(cursor, 3)).toMatchObject({ items: [], cursor, manifest: { count: 0, first: null, last: null } })
  }, 60_000)

  it('end a wait', async () => {
    await insert('late')
    let { cursor } = await read(undefined, 500)
    const waiting = read(cursor, 5, 20)
    await store.transaction((within) => stampChanges(within, tenantId, { alert: ['late'] }))
    const page = await waiting
    expect(page.items.map(({ id }) => id)).toEqual(['late'])
    ;({ cursor } = page)
    expect((await read(cursor, 5)).items).toEqual([])
  })

  it('begin where they stand for who asks for those from now on', async () => {
    const now = () => feed().read({ tenantId, cursor: undefined, start: 'now', limit: 5, wait: 0 }, never)
    const { items, cursor } = await now()
    expect([items, (await now()).cursor, (await read(cursor, 5)).cursor]).toEqual([[], cursor, cursor])
    await store.transaction((within) => stampChanges(within, tenantId, { alert: ['late', 'alert-00'] }))
    expect((await read(cursor, 1)).items.map(({ id }) => id)).toEqual(['alert-00'])
    expect((await read(cursor, 5)).items.map(({ id }) => id)).toEqual(['alert-00', 'late'])
    expect((await now()).items).toEqual([])
  })

  it.each(['x', 'a1.', 'a1.e30', 's1.WzAsIiJd', `a1.${Buffer.from('[99999999,""]').toString('base64url')}`])(
    'are not read from %s',
    async (cursor) => {
      const details = expect.objectContaining({ field: 'query.cursor' })
      await expect(read(cursor, 5)).rejects.toMatchObject({ code: 'MALFORMED_REQUEST', details })
    },
  )
})
