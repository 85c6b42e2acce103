import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControlStore } from '@spillway/control-store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../support/command.ts'
import { parts } from '../support/parts.ts'
import { admin, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { backupStatusScript, documentedHost, pipeSamples } from './pipes.ts'

/** Names and versions of machines; those whose names begin with `old` are deactivated. */
const machines = [
  ['alpha, with ,8.7.0, in its name', '8.7.0'],
  ['beta', '8.7.1'],
  ['gamma', '8.6.1'],
  ['delta', '8.7.0'],
  ['epsilon', '8.6.0'],
  ['zeta', '8.7.0'],
  ['old one', '8.7.0'],
  ['old two', '8.5.0'],
] as const
const organizationAdmins = ['michelle.lee', 'chris.smith', 'joe.johnson', 'left.company']

describe.skipIf(!parts.curl.present || !parts.python.present)('documented command lines with their pipes', () => {
  let server: ServerProcess
  let data: string
  let token: string

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'pipes-'))
    server = await startServerProcess({ data, environment: { SPILLWAY_REQUESTS_PER_MINUTE: '0' } })
    token = await server.api.token()
    await fillOrganizations()
    await fillUsers()
    await fillMachines()
  }, 180_000)
  afterAll(async () => {
    await server?.end()
    await rm(data, { recursive: true, force: true })
  })

  const send = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }

  /** The documents speak of organization 71, and of users 80 and 307. */
  const fillOrganizations = async () => {
    for (let last = 1; last < 71; )
      last = (await send('POST', '/api/v1/Org', { orgName: `Number ${last + 1}` })).data.orgId
  }
  const fillUsers = async () => {
    const named = [...organizationAdmins, 'astrid.ludwig'].map((name) => `${name}@example.com`)
    for (let last = 1; last < 307; ) {
      const username = named.shift() ?? `user${last + 1}@example.com`
      last = (await send('POST', '/api/v1/User', { orgId: 1, username })).data.userId
      if (!organizationAdmins.some((name) => username.startsWith(name))) continue
      await send('POST', '/api/v1/UserRole', { userId: last, roleName: 'Org Admin' })
      if (username.startsWith('left')) await send('PUT', `/api/v1/UserDeactivation/${last}`)
    }
  }
  const fillMachines = async () => {
    for (const [hostname, agentVersion] of machines) {
      const machine = { hostname, agentVersion, operatingSystem: 'linux', userEmail: 'astrid.ludwig@example.com' }
      const { agentUid } = await send('POST', '/v1/spillway/agents', machine)
      const path = `/api/v1/Computer/${agentUid}?idType=guid&incBackupUsage=true`
      const { computerId } = (await send('GET', path)).data
      if (hostname.startsWith('old')) await send('POST', '/api/v4/computer-deactivation/update', { id: computerId })
    }
    await backUp('beta', '2026-01-02T00:00:00.000Z')
    await backUp('delta', '2026-01-01T00:00:00.000Z')
  }

  /** As a backup agent would have reported. */
  const backUp = async (name: string, at: string) => {
    const store = await openControlStore({ kind: 'sqlite', path: join(data, 'control.sqlite') })
    const { uid, tenant_id } = await store.db
      .selectFrom('agent')
      .select(['uid', 'tenant_id'])
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const times = { created_at: at, modified_at: at }
    const cloud = { guid: '43', legacy_id: 1, tenant_id, name: 'Cloud', name_key: 'cloud', type: 'CLUSTER' }
    await store.db
      .insertInto('destination')
      .values({ ...cloud, server_guid: '44', server_name: 'node-1', ...times })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await store.db
      .insertInto('backup_usage')
      .values({ agent_uid: uid, destination_guid: '43', archive_guid: `7${uid}`, last_backup_at: at, ...times })
      .execute()
    await store.close()
  }

  /** Runs a script in a shell as it is printed, but for host and credentials. */
  const shell = async (script: string) => {
    const completed = script
      .replaceAll(documentedHost, server.url)
      .replaceAll(/<auth_token>|<AuthToken>/g, token)
      .replaceAll('<Code42Username>', 'astrid.ludwig@example.com')
      .replaceAll('<username>', admin.username)
      .replaceAll('<password>', admin.password)
    return run('sh', ['-c', completed], { directory: data, environment: { NO_PROXY: '*', no_proxy: '*' } })
  }

  for (const { name, from, script, prints, tells } of pipeSamples) {
    it(`${name} (${from})`, async () => {
      const { stdout, stderr } = await shell(script)
      if (typeof prints === 'string') expect(stdout).toBe(prints)
      else expect(stdout).toMatch(prints)
      if (tells) expect(stderr).toMatch(tells)
    })
  }

  it('backup status of devices, those that backed up longest ago first (source document 003, line 51)', async () => {
    const { stdout } = await shell(backupStatusScript)
    const { metadata, data: answer } = JSON.parse(stdout)
    expect(metadata.params).toEqual({ active: 'true', incBackupUsage: 'true', srtKey: 'lastBackup' })
    const shown: { name: string; backupUsage: { lastBackup: string }[] }[] = answer.computers
    expect(shown).toHaveLength(machines.filter(([name]) => !name.startsWith('old')).length)
    const backedUp = shown.filter(({ backupUsage }) => backupUsage.length > 0)
    expect(backedUp.map(({ name, backupUsage }) => [name, backupUsage[0]?.lastBackup])).toEqual([
      ['delta', '2026-01-01T00:00:00.000Z'],
      ['beta', '2026-01-02T00:00:00.000Z'],
    ])
  })

  it('leave the user in the organization it was moved to', async () => {
    expect((await send('GET', '/api/v1/User/307')).data).toMatchObject({ orgId: 71, orgName: 'Number 71' })
    expect((await send('GET', '/api/v1/User/80')).data).toMatchObject({ quotaInBytes: 30_000_000_000 })
  })
})
