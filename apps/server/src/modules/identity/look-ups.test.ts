import { StatementSync } from 'node:sqlite'
import { type ControlStore, openControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleServer, startPeopleServer } from './test-support/people-server.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Call = readonly [Method, string, object?]

/** Whether a step of a plan goes through all people or machines: without an index, or by what nearly all share. */
const isThroughAll = (step: string): boolean =>
  /^SCAN (user|agent)\b/.test(step) || /^SEARCH (user|agent)\b.*\(tenant_id=\?( AND (active|blocked)=\?)*\)$/.test(step)

describe('Asking for one person or machine on sqlite', () => {
  const seen = new Set<string>()
  const { all, run } = StatementSync.prototype
  let store: ControlStore
  let server: PeopleServer
  let bounded: string
  const ids = { user: '', userNumber: 0, organization: '', organizationNumber: 0, agent: '', agentNumber: 0 }

  beforeAll(async () => {
    for (const [name, original] of Object.entries({ all, run }))
      Object.assign(StatementSync.prototype, {
        [name](this: StatementSync, ...values: unknown[]) {
          seen.add(this.sourceSQL)
          return Reflect.apply(original, this, values)
        },
      })
    store = await openControlStore({ kind: 'sqlite', path: ':memory:' })
    await store.migrate()
    server = await startPeopleServer(store)
    const organization = await server.organization('Apart')
    const user = await server.user('one@look.example', ['Desktop User'], organization.orgGuid)
    await server.user('helper@look.example', ['Org Admin'], organization.orgGuid)
    bounded = await server.tokenOf('helper@look.example')
    const agent = await server.machine('alpha', { user_uid: user.userUid })
    const machine = await store.db.selectFrom('agent').select('legacy_id').where('uid', '=', agent).executeTakeFirst()
    Object.assign(ids, { user: user.userUid, userNumber: user.userId, organization: organization.orgGuid })
    Object.assign(ids, { organizationNumber: user.orgId, agent, agentNumber: machine?.legacy_id })
  })

  afterAll(async () => {
    Object.assign(StatementSync.prototype, { all, run })
    await server.close()
    await store.close()
  })

  const stepsThroughAll = async (call: Call, token?: string): Promise<string[]> => {
    seen.clear()
    const [method, path, body] = call
    const answer = await server.call(method, path, body, token)
    expect([path, answer.statusCode]).toEqual([path, expect.toSatisfy((status: number) => status < 300)])
    const found: string[] = []
    for (const statement of [...seen].filter((one) => /^\s*(select|with|update|delete|insert)/i.test(one))) {
      const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(statement.replaceAll('?', 'null'))}`
        .execute(store.db)
        .catch(() => ({ rows: [] }))
      found.push(...rows.filter(({ detail }) => isThroughAll(detail)).map(({ detail }) => `${detail}: ${statement}`))
    }
    return found
  }

  const reading = (): Call[] => [
    ['GET', `/v1/users/${ids.user}`],
    ['GET', `/v1/users/${ids.user}/roles`],
    ['GET', `/v1/users/${ids.user}/devices`],
    ['GET', '/v1/users?username=one%40look.example'],
    ['GET', `/api/v1/User/${ids.userNumber}?incAll=true`],
    ['GET', `/api/v1/User/${ids.user}?idType=uid`],
    ['GET', '/api/v1/User?username=one%40look.example'],
    ['GET', '/api/v1/User?email=one%40look.example'],
    ['GET', `/api/v1/UserRole/${ids.userNumber}`],
    ['GET', `/v1/agents/${ids.agent}`],
    ['GET', `/v1/devices/${ids.agent}`],
    ['GET', `/api/v1/Computer/${ids.agentNumber}?incAll=true`],
    ['GET', `/api/v1/Computer/${ids.agent}?idType=guid`],
    ['GET', `/api/v1/Computer?userUid=${ids.user}`],
  ]

  const changing = (): Call[] => [
    ['PUT', `/api/v1/User/${ids.userNumber}`, { lastName: 'Renamed' }],
    ['PUT', `/api/v1/UserBlock/${ids.userNumber}`],
    ['DELETE', `/api/v1/UserBlock/${ids.userNumber}`],
    ['POST', '/api/v1/UserMoveProcess', { userId: ids.userNumber, parentOrgId: ids.organizationNumber }],
    ['PUT', `/v1/agents/${ids.agent}`, { name: 'beta', externalReference: 'x' }],
    ['PUT', `/api/v1/ComputerBlock/${ids.agentNumber}`],
    ['DELETE', `/api/v1/ComputerBlock/${ids.agentNumber}`],
    ['PUT', `/api/v1/ComputerDeactivation/${ids.agentNumber}`],
    ['DELETE', `/api/v1/ComputerDeactivation/${ids.agentNumber}`],
    ['POST', `/v1/users/${ids.user}/deactivate`],
    ['POST', `/v1/users/${ids.user}/activate`],
  ]

  it('goes to their rows', async () => {
    for (const call of [...reading(), ...changing()]) expect([call, await stepsThroughAll(call)]).toEqual([call, []])
  })

  it('goes to their rows for who reaches one organization only', async () => {
    for (const call of reading()) expect([call, await stepsThroughAll(call, bounded)]).toEqual([call, []])
  })
})
