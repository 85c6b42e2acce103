import { expect, it } from 'vitest'
import { waitFor } from '../../support/wait.ts'
import type { CommandServer } from '../command-server.ts'
import { listenTcp } from '../listener.ts'
import { refusedBy, rowsOf, writeLines } from '../programs.ts'
import { type DetectionScene, ruleNames, stickAlert } from './scene.ts'

export const alertsThroughIncydrCommands = (scene: () => DetectionScene, program: () => CommandServer): void => {
  const told = () => scene().told
  const alerts = (...args: string[]) => program().succeed(['alerts', ...args])
  const refused = (...args: string[]) => refusedBy(program(), ['alerts', ...args])
  const search = async (...args: string[]) => rowsOf(await alerts('search', ...args, '-f', 'json-lines'))
  const since = () => ['--start', told().day]
  const ofLinus = async () => search(...since(), '--actor', told().people.linus.username)
  const show = async (id: string) => rowsOf(await alerts('show', id, '-f', 'json-lines'))[0]

  it('searches by every option', async () => {
    const { day, people, rules } = told()
    const { grace } = people
    const [one] = await search('--on', day, '--name', ruleNames.share)
    const counts: readonly (readonly [number, ...string[]])[] = [
      [1, '--alert-id', String(one?.id)],
      [1, '--type', 'FED_CLOUD_SHARE_PERMISSIONS'],
      [2, '--actor', grace.username],
      [2, '--actor-id', grace.userUid],
      [1, '--rule-id', rules.share],
      [0, '--actor', grace.username, '--alert-severity', 'LOW'],
      [1, '--actor', 'stranger7@else.example', '--alert-severity', 'HIGH'],
      [1, '--alert-id', String(one?.id), '--risk-severity', String(one?.riskSeverity)],
      [2, '--actor', grace.username, '--state', 'OPEN'],
      [0, '--actor', grace.username, '--end', `${day} 00:00:00`],
    ]
    for (const [count, ...options] of counts)
      expect([options, (await search(...since(), ...options)).length]).toEqual([options, count])
  })

  it('takes a query of its own, and prints in every format', async () => {
    const filters = [{ term: 'Name', operator: 'IS', value: ruleNames.share }]
    const query = JSON.stringify({ groups: [{ filterClause: 'AND', filters }] })
    expect(await search('--advanced-query', query)).toHaveLength(1)
    for (const format of ['table', 'csv', 'json-pretty'])
      expect(await alerts('search', ...since(), '--name', ruleNames.share, '-f', format)).toContain(ruleNames.share)
    const columns = await alerts(
      'search',
      ...since(),
      '--name',
      ruleNames.share,
      '-f',
      'csv',
      '--columns',
      'name,state',
    )
    expect(columns.trim().split(/\r?\n/)).toEqual(['name,state', `${ruleNames.share},OPEN`])
    expect(await alerts('search', ...since(), '--name', 'none', '-f', 'json-lines')).toContain('No results found.')
  })

  it('shows, notes and updates', async () => {
    const id = String((await ofLinus())[0]?.id)
    expect(await alerts('show', id)).toContain(told().people.linus.username)
    expect(await alerts('show', id, '-f', 'json-pretty')).toContain('holiday.jpg')
    expect(await alerts('update-state', id, 'PENDING', '--note', 'asked')).toContain('State changed successfully')
    expect(await show(id)).toMatchObject({ state: 'PENDING', note: { message: 'asked' } })
    expect(await alerts('add-note', id, 'answered')).toContain('Note added')
    await alerts('update-state', id, 'OPEN')
    expect(await show(id)).toMatchObject({ state: 'OPEN', note: { message: 'answered' } })
  })

  it('updates the rows of a file, one by one where one is not there', async () => {
    const ids = (await ofLinus()).map(({ id }) => String(id))
    const states = async () => [...new Set((await ofLinus()).map(({ state }) => state))]
    const csv = (...rows: string[]) => writeLines(scene().home, 'alerts.csv', 'id,state,note', ...rows)
    await alerts('bulk-update-state', csv(...ids.map((id) => `${id},IN_PROGRESS,seen`)))
    expect(await states()).toEqual(['IN_PROGRESS'])
    const lines = writeLines(scene().home, 'alerts.json', ...ids.map((id) => JSON.stringify({ id, note: null })))
    await alerts('bulk-update-state', lines, '-f', 'json-lines', '--state', 'RESOLVED', '--note', 'all of them')
    expect(await states()).toEqual(['RESOLVED'])
    const printed = await alerts('bulk-update-state', csv('nope,OPEN,', ...ids.map((id) => `${id},OPEN,`)))
    expect(printed).toMatch(/trying individually[\s\S]*nope[\s\S]*404/)
    expect(await states()).toEqual(['OPEN'])
  })

  it('goes on from its checkpoint, and sends', async () => {
    const ask = (...args: string[]) => search('--checkpoint', 'hourly', '--rule-id', told().rules.stick, ...args)
    const before = await ask(...since())
    expect(before.length).toBeGreaterThan(told().strangers)
    const email = await stickAlert(scene())
    expect((await ask()).map(({ actor }) => actor)).toEqual([email])
    expect(await ask()).toEqual([])
    await alerts('clear-checkpoint', 'hourly')
    const listener = await listenTcp()
    try {
      await alerts('search', ...since(), '--rule-id', told().rules.stick, '--output', `TCP:127.0.0.1:${listener.port}`)
      const arrived = () => (listener.lines().length > before.length ? listener.lines() : undefined)
      const sent = await waitFor('every line to arrive', 5_000, arrived)
      expect(sent.map((line) => (JSON.parse(line) as { ruleId: string }).ruleId)).toEqual(
        sent.map(() => told().rules.stick),
      )
    } finally {
      await listener.close()
    }
  })

  it('says what was wrong', async () => {
    expect(await refused('search')).toContain('--start, --end, or --on options are required')
    expect(await refused('show', 'nope')).toContain('404')
    expect(await refused('add-note', 'nope', 'x')).toContain('404')
    expect(await refused('update-state', 'nope', 'OPEN')).toContain('404')
    expect(await refused('clear-checkpoint', 'nope')).toContain('No checkpoint named nope')
  })
}
