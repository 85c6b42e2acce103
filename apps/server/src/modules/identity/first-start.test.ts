import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { administrator, startIdentityServer } from './test-support/identity-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('first start on $dialect', ({ open }) => {
  let store: ControlStore
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  it('makes the configured administrator, and keeps no file with the password', async () => {
    const server = await startIdentityServer({ store })
    expect(server.firstStart).toEqual({ username: administrator.username, generated: null })
    expect(existsSync(join(server.folder, 'initial-administrator.json'))).toBe(false)
    expect((await server.signIn()).statusCode).toBe(200)
    await server.close()
  })

  it('makes up a password where none is configured, and keeps it for the owner alone', async () => {
    const server = await startIdentityServer({ store, administrator: {} })
    const { username, generated } = server.firstStart ?? {}
    const file = join(server.folder, 'initial-administrator.json')
    expect(generated?.file).toBe(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ username, password: generated?.password })
    expect((await server.signIn(username, generated?.password)).statusCode).toBe(200)
    await server.close()
  })

  it('happens once: the tenant stays, and so does the password', async () => {
    const first = await startIdentityServer({ store })
    const { tenantId } = first.identity.home()
    await first.close()
    const second = await startIdentityServer({ store, administrator: { ...administrator, password: 'a new password' } })
    expect(second.firstStart).toBeNull()
    expect(second.identity.home().tenantId).toBe(tenantId)
    expect((await second.signIn()).statusCode).toBe(200)
    await second.close()
  })

  it('refuses a short password instead of starting with it', async () => {
    await expect(startIdentityServer({ store, administrator: { password: 'short' } })).rejects.toThrow(/at least 8/)
    expect(await store.db.selectFrom('tenant').selectAll().execute()).toEqual([])
  })

  it('makes one tenant when two nodes start at once', async () => {
    const start = () => startIdentityServer({ store, administrator: {} })
    const servers = await Promise.all([start(), start()])
    expect(new Set(servers.map(({ identity }) => identity.home().tenantId)).size).toBe(1)
    const [first, ...others] = servers.filter(({ firstStart }) => firstStart)
    expect(others).toEqual([])
    expect(servers.filter(({ folder }) => existsSync(join(folder, 'initial-administrator.json')))).toEqual([first])
    await Promise.all(servers.map((server) => server.close()))
  })
})
