import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { succeed } from '../../support/command.ts'
import { python, root } from '../../support/parts.ts'
import { waitFor } from '../../support/wait.ts'
import type { CommandServer } from '../command-server.ts'
import { type Listener, listenTcp, listenTls, listenUdp } from '../listener.ts'
import { refusedBy, rowsOf, writeLines } from '../programs.ts'
import { alertsOf, type DetectionScene, ruleNames, stickAlert } from './scene.ts'

const begin = ['-b', '2d']

export const alertsThroughCode42 = (scene: () => DetectionScene, program: () => CommandServer): void => {
  const told = () => scene().told
  const alerts = (...args: string[]) => program().succeed(['alerts', ...args])
  const refused = (...args: string[]) => refusedBy(program(), ['alerts', ...args])
  const search = async (...args: string[]) => rowsOf(await alerts('search', ...begin, ...args, '-f', 'RAW-JSON'))
  const ofGrace = async () => search('--actor', told().people.grace.username)

  it('searches by every option', async () => {
    const { alerts: all, strangers, people, rules } = told()
    const { ada, grace } = people
    const counts: readonly (readonly [number, ...string[]])[] = [
      [all],
      [5, '--actor', ada.username, '--actor', grace.username],
      [strangers, '--actor-contains', 'STRANGER'],
      [all - 3, '--exclude-actor', ada.username],
      [all - strangers, '--exclude-actor-contains', 'stranger'],
      [2, '--rule-name', ruleNames.share, '--rule-name', ruleNames.mismatch],
      [all - 1, '--exclude-rule-name', ruleNames.share],
      [strangers + 1, '--rule-id', rules.stick],
      [all - strangers - 1, '--exclude-rule-id', rules.stick],
      [1, '--rule-type', 'FedCloudSharePermissions'],
      [all - 1, '--exclude-rule-type', 'FedCloudSharePermissions'],
      [1, '--description', 'about links'],
      [0, '--state', 'PENDING'],
      [all, '--state', 'OPEN', '--end', '1m'],
      [1, '--actor', ada.username, '--rule-id', rules.stick],
      [strangers + 3, '--or-query', '--actor', ada.username, '--rule-id', rules.stick],
    ]
    for (const [count, ...options] of counts)
      expect([options, (await search(...options)).length]).toEqual([options, count])
    const severities = ['LOW', 'MODERATE', 'HIGH', 'CRITICAL'].flatMap((severity) => ['--severity', severity])
    expect(await search(...severities)).toHaveLength(all)
  })

  it('takes a query of its own, and prints in every format', async () => {
    const filters = [{ term: 'Name', operator: 'IS', value: ruleNames.share }]
    const query = JSON.stringify({ groupClause: 'AND', groups: [{ filterClause: 'AND', filters }] })
    expect(rowsOf(await alerts('search', '--advanced-query', query, '-f', 'RAW-JSON'))).toHaveLength(1)
    const named = ['search', ...begin, '--rule-name', ruleNames.share]
    for (const format of ['TABLE', 'CSV', 'JSON'])
      expect(await alerts(...named, '-f', format)).toContain(ruleNames.share)
    expect(await alerts(...named, '--include-all')).toContain(told().rules.share)
    expect(await alerts('search', ...begin, '--actor', 'nobody')).toContain('No results found.')
  })

  it('shows alerts, with notes and observations', async () => {
    const [alert] = await ofGrace()
    const id = String(alert?.id)
    expect(await alerts('show', id)).toContain(told().people.grace.username)
    await alerts('update', id, '--state', 'IN_PROGRESS', '--note', 'looking')
    const shown = await alerts('show', id, '--include-observations')
    expect(shown).toMatch(/IN_PROGRESS[\s\S]*looking[\s\S]*Observations[\s\S]*plan\.docx/)
    await alerts('update', id, '--note', 'found')
    expect(await ofGrace()).toContainEqual(
      expect.objectContaining({ id, note: expect.objectContaining({ message: 'found' }) }),
    )
  })

  it('updates the rows of a file', async () => {
    const template = join(scene().home, 'alerts.csv')
    await alerts('bulk', 'generate-template', 'update', '-p', template)
    expect(await readFile(template, 'utf8')).toContain('id,state,note')
    const ids = (await ofGrace()).map(({ id }) => String(id))
    const rows = ids.map((id) => `${id},RESOLVED,done`)
    await alerts('bulk', 'update', writeLines(scene().home, 'rows.csv', 'id,state,note', ...rows))
    expect((await ofGrace()).map(({ state }) => state)).toEqual(['RESOLVED', 'RESOLVED'])
    const reopened = ids.map((id) => `${id},OPEN,`)
    await alerts('bulk', 'update', writeLines(scene().home, 'rows.csv', 'id,state,note', ...reopened))
    const partly = writeLines(scene().home, 'rows.csv', 'id,state,note', 'nope,OPEN,', `${ids[0]},PENDING,`)
    expect(await refused('bulk', 'update', partly)).toMatch(/problems occurred/)
    expect((await ofGrace()).map(({ state }) => state).toSorted()).toEqual(['OPEN', 'PENDING'])
    await alerts('update', ids[0] ?? '', '--state', 'OPEN')
  })

  it('says what was wrong', async () => {
    expect(await refused('show', 'nope')).toContain("No alert found with ID 'nope'.")
    expect(await refused('update', 'nope', '--state', 'OPEN')).toMatch(/404|error/i)
    expect(await refused('search')).toContain('--begin date is required')
    expect(await refused('search', '-c', 'new')).toContain('when no checkpoint exists yet')
    expect(await refused('clear-checkpoint', 'new')).toContain('No checkpoint named new exists')
  })

  it('goes on from its checkpoint', async () => {
    const ask = async (...args: string[]) =>
      rowsOf(await alerts('search', '-c', 'hourly', '--rule-id', told().rules.stick, '-f', 'RAW-JSON', ...args))
    const before = await ask(...begin)
    expect(before.length).toBeGreaterThan(told().strangers)
    expect(await ask()).toEqual([])
    const email = await stickAlert(scene())
    expect((await ask()).map(({ actor }) => actor)).toEqual([email])
    expect(await ask()).toEqual([])
    await alerts('clear-checkpoint', 'hourly')
    expect(await refused('search', '-c', 'hourly')).toContain('when no checkpoint exists yet')
  })

  describe('send-to', () => {
    let listener: Listener | undefined
    afterEach(() => listener?.close())
    const byStick = async () =>
      (await alertsOf(scene().server)).filter(({ name }) => name === ruleNames.stick).map(({ id }) => id)

    const send = async (to: Listener, expected: number, ...args: string[]) => {
      listener = to
      const printed = await alerts('send-to', `127.0.0.1:${to.port}`, '--rule-id', told().rules.stick, ...args)
      const lines = await waitFor('every line to arrive', 5_000, () =>
        to.lines().length >= expected ? to.lines() : undefined,
      )
      return { printed, ids: lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted() }
    }

    it('delivers over TCP, and later what came since', async () => {
      const ids = await byStick()
      const options = ['-p', 'TCP', '-c', 'sent']
      const first = await send(await listenTcp(), ids.length, ...begin, ...options)
      expect(first.ids).toEqual(ids.toSorted())
      await listener?.close()
      const second = await send(await listenTcp(), 0, ...options)
      expect(second).toMatchObject({ printed: expect.stringContaining('No results found.'), ids: [] })
      await listener?.close()
      await stickAlert(scene())
      const fresh = (await byStick()).filter((id) => !ids.includes(id))
      expect((await send(await listenTcp(), 1, ...options, '-f', 'JSON')).ids).toEqual(fresh)
    })

    it('delivers over UDP, its default', async () => {
      const one = ['--actor-contains', 'stranger7@']
      expect((await send(await listenUdp(), 1, ...begin, ...one)).ids).toHaveLength(1)
    })

    it('delivers over TLS', async () => {
      await succeed(join(python.code42cli, 'python'), [join(root, 'test/clients/tls_certificate.py'), scene().home])
      const certificate = join(scene().home, 'certificate.pem')
      const to = await listenTls(await readFile(certificate), await readFile(join(scene().home, 'key.pem')))
      const ids = await byStick()
      expect((await send(to, ids.length, ...begin, '-p', 'TLS-TCP', '--certs', certificate)).ids).toEqual(
        ids.toSorted(),
      )
    })
  })
}
