import { expect, it } from 'vitest'
import type { Row } from '../programs.ts'
import { type Code42, runBy } from './code42.ts'

/** Risk profiles of users, their dates and their names in cloud services. */
export const riskProfileCommands = (of: () => Code42): void => {
  const { bulk, code42, refused, rows, told } = runBy(of)

  const profile = async (username: string) => (await rows('users', 'show-risk-profile', username))[0] as Row
  const aliases = (username: string) => code42('users', 'list-aliases', username)

  it('lists, filters and shows risk profiles', async () => {
    const { ada, grace } = told().people
    const names = async (...args: string[]) =>
      (await rows('users', 'list-risk-profiles', ...args)).map(({ username }) => username)
    expect(await names()).toHaveLength(6)
    expect(await names('--active', '--department', 'Engineering', '--manager-id', grace.userUid)).toEqual([
      ada.username,
    ])
    expect([await names('--inactive'), await names('--region', 'x'), await names('--employment-type', 'x')]).toEqual(
      Array(3).fill([]),
    )
    for (const format of ['TABLE', 'CSV', 'JSON'])
      expect(await code42('users', 'list-risk-profiles', '-f', format)).toContain(ada.username)
    expect(await profile(ada.username)).toMatchObject({ username: ada.username, title: 'Analyst' })
    expect(await refused('users', 'show-risk-profile', 'nobody@people.example')).toContain('nobody@people.example')
  })

  it('sets and clears dates and notes, one by one', async () => {
    const { username } = told().people.ada
    await code42('users', 'update-start-date', username, '2021-01-31')
    await code42('users', 'update-departure-date', username, '2026-12-01')
    await code42('users', 'update-risk-profile-notes', username, 'first')
    await code42('users', 'update-risk-profile-notes', username, 'second', '--append')
    const start = { year: 2021, month: 1, day: 31 }
    const whole = { startDate: start, endDate: { year: 2026, month: 12, day: 1 }, notes: 'first\n\nsecond' }
    expect(await profile(username)).toMatchObject(whole)
    await code42('users', 'update-departure-date', username, '--clear')
    expect(await profile(username)).toMatchObject({ ...whole, endDate: null })
    await code42('users', 'update-start-date', username, '--clear')
    await code42('users', 'update-risk-profile-notes', username, '--clear')
    expect(await profile(username)).toMatchObject({ startDate: null, endDate: null, notes: null })
    expect(await refused('users', 'update-departure-date', username)).toContain('Must supply DATE')
    expect(await refused('users', 'update-start-date', 'nobody@people.example', '2021-01-31')).toContain('nobody')
  })

  it('adds, lists and removes names in cloud services, one beside the user name', async () => {
    const { ada, grace } = told().people
    await code42('users', 'add-alias', ada.username, 'ada@cloud.example')
    expect(await aliases(ada.username)).toContain('ada@cloud.example')
    expect(await refused('users', 'add-alias', ada.username, 'third@cloud.example')).toMatch(/limit/i)
    expect(await refused('users', 'add-alias', grace.username, 'x'.repeat(51))).toMatch(/character limit/i)
    expect(await refused('users', 'add-alias', grace.username, 'ada@cloud.example')).toContain('Problem making request')
    await code42('users', 'remove-alias', ada.username, 'ada@cloud.example')
    expect(await aliases(ada.username)).not.toContain('ada@cloud.example')
    expect(await refused('users', 'list-aliases', 'nobody@people.example')).toContain('nobody')
  })

  it('does all that for the rows of a file', async () => {
    const { ada, grace, edsger } = told().people
    const header = 'username,alias'
    const names = [`${ada.username},ada@cloud.example`, `${grace.username},${edsger.username}`, 'nobody@x.yz,no']
    const added = await bulk('users', 'add-alias', header, ...names)
    expect(added.map((row) => row['alias added'])).toEqual([
      'True',
      expect.stringContaining('409'),
      expect.stringContaining('nobody@x.yz'),
    ])
    const removed = await bulk('users', 'remove-alias', header, ...names.slice(0, 1))
    expect(removed.map((row) => row['alias removed'])).toEqual(['True'])
    const columns = 'username,start_date,end_date,notes'
    const written = await bulk(
      ...(['users', 'update-risk-profile', columns] as const),
      ...[`${ada.username},2021-01-31,2026-12-01,told`, `${grace.username},,,noted`, 'nobody@x.yz,,,x'],
    )
    expect(written.map((row) => row.updated_user)).toMatchObject([
      { username: ada.username, notes: 'told', startDate: { year: 2021 }, endDate: { year: 2026 } },
      { username: grace.username, notes: 'noted', startDate: null },
      expect.stringMatching(/^Error.*nobody@x.yz/),
    ])
    expect(await profile(ada.username)).toMatchObject({ startDate: { year: 2021 }, notes: 'told' })
    await bulk('users', 'update-risk-profile', columns, `${ada.username},null,null,null`)
    expect(await profile(ada.username)).toMatchObject({ startDate: null, endDate: null, notes: null })
  })
}
