import { expect, it } from 'vitest'
import type { CommandServer } from '../command-server.ts'
import { refusedBy, rowsOf, writeLines } from '../programs.ts'
import { type DetectionScene, stickAlert } from './scene.ts'

interface Shown {
  readonly sessionId: string
  readonly actorName: string
  readonly states: readonly { readonly stateV2: string }[]
  readonly notes: readonly { readonly content: string }[]
}

export const sessionsThroughIncydrCommands = (scene: () => DetectionScene, program: () => CommandServer): void => {
  const told = () => scene().told
  const sessions = (...args: string[]) => program().succeed(['sessions', ...args])
  const refused = (...args: string[]) => refusedBy(program(), ['sessions', ...args])
  const search = async (...args: string[]) => rowsOf<Shown>(await sessions('search', ...args, '-f', 'json-lines'))
  const show = async (id: string) => rowsOf<Shown>(await sessions('show', id, '-f', 'json-lines'))[0]
  const byRule = async (rule: 'share' | 'mismatch') =>
    (await search('--rule-id', told().rules[rule]))[0]?.sessionId ?? ''
  const stateOf = async (id: string) => (await show(id))?.states.at(-1)?.stateV2

  it('searches by every option', async () => {
    const { day, people, rules, watchlist } = told()
    const { ada, grace } = people
    const counts: readonly (readonly [number, ...string[]])[] = [
      [1, '--actor-id', ada.userUid, '--state', 'OPEN', '--type', 'STANDARD'],
      [0, '--actor-id', ada.userUid, '--end', day, '--start', '2020-01-01'],
      [1, '--no-alerts'],
      [0, '--risk-indicators', 'nope'],
      [2, '--rule-id', rules.share, '--rule-id', rules.mismatch, '--start', day],
      [1, '--watchlist-id', watchlist],
      [0, '--content-inspection-status', 'FOUND'],
      [
        1,
        '--actor-id',
        grace.userUid,
        ...['LOW', 'MODERATE', 'HIGH', 'CRITICAL'].flatMap((one) => ['--severity', one]),
      ],
    ]
    for (const [count, ...options] of counts)
      expect([options, (await search(...options)).length]).toEqual([options, count])
    for (const format of ['table', 'csv', 'json-pretty'])
      expect(await sessions('search', '--actor-id', ada.userUid, '-f', format)).toContain(ada.username)
    expect(await sessions('search', '--rule-id', 'nope', '-f', 'json-lines')).toContain('No results found.')
  })

  it('shows a session and its events', async () => {
    const id = await byRule('mismatch')
    const { username } = told().people.linus
    for (const format of ['rich', 'json-pretty', 'json-lines'])
      expect(await sessions('show', id, '-f', format)).toContain(username)
    const csv = await sessions('show-events', id, '-f', 'csv', '--columns', 'file.name')
    expect(csv.trim().split(/\r?\n/)).toEqual(['file.name', 'holiday.jpg'])
    expect(await sessions('show-events', id)).toContain('holiday')
  })

  it('updates one, and the rows of a file', async () => {
    const [one, other] = [await byRule('mismatch'), await byRule('share')]
    expect(await sessions('update', one, '-s', 'IN_PROGRESS', '--note', 'asked')).toContain('Successfully updated')
    expect(await show(one)).toMatchObject({ notes: [{ content: 'asked' }] })
    const csv = writeLines(
      scene().home,
      'sessions.csv',
      'session_id,state,note',
      `${one},CLOSED,seen`,
      `${other},OPEN,`,
    )
    await sessions('bulk-update-state', csv)
    expect([await stateOf(one), await stateOf(other)]).toEqual(['CLOSED', 'OPEN'])
    const lines = [one, other].map((sessionId) => JSON.stringify({ sessionId }))
    const json = writeLines(scene().home, 'sessions.json', ...lines)
    await sessions('bulk-update-state', json, '-f', 'json-lines', '--state', 'CLOSED_TP_BENIGN', '--note', 'all')
    expect([await stateOf(one), await stateOf(other)]).toEqual(Array(2).fill('CLOSED_TP_BENIGN'))
    expect((await show(one))?.notes.map(({ content }) => content)).toEqual(['asked', 'seen', 'all'])
  })

  it('goes on from its checkpoint', async () => {
    const ask = () => search('--checkpoint', 'hourly', '--rule-id', told().rules.stick)
    expect((await ask()).length).toBeGreaterThan(told().strangers)
    const email = await stickAlert(scene())
    // A session that goes on is asked for by its beginning: what began before the last one ended does not come.
    expect((await ask()).filter(({ actorName }) => actorName !== email)).toEqual([])
  })

  it('says what was wrong', async () => {
    for (const command of ['show', 'show-events']) expect(await refused(command, 'nope')).toContain('404')
    expect(await refused('update', 'nope', '-s', 'OPEN')).toContain('404')
    const csv = writeLines(scene().home, 'sessions.csv', 'session_id,state', 'nope,OPEN')
    expect(await sessions('bulk-update-state', csv)).toContain('Error:')
  })
}
