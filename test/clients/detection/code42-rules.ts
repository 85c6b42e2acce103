import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CommandServer } from '../command-server.ts'
import { refusedBy, rowsOf, writeLines } from '../programs.ts'
import { type DetectionScene, ruleNames } from './scene.ts'

export const rulesThroughCode42 = (scene: () => DetectionScene, program: () => CommandServer): void => {
  const told = () => scene().told
  const rules = (...args: string[]) => program().succeed(['alert-rules', ...args])
  const refused = (...args: string[]) => refusedBy(program(), ['alert-rules', ...args])
  /** Names on the list of a rule. */
  const listed = async (id: string) => {
    const { users } = (await scene().server.get(`/v2/alert-rules/${id}/users`)).json<{
      users: { aliases: string[] }[]
    }>()
    return users.flatMap(({ aliases }) => aliases)
  }

  it('lists rules', async () => {
    const every = rowsOf(await rules('list', '-f', 'RAW-JSON'))
    expect(every.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(ruleNames)))
    for (const format of ['TABLE', 'CSV', 'JSON']) expect(await rules('list', '-f', format)).toContain(ruleNames.stick)
  })

  it('shows rules of the families that it knows', async () => {
    for (const family of ['stick', 'share', 'mismatch'] as const)
      expect(await rules('show', told().rules[family])).toContain(ruleNames[family])
    expect(await refused('show', told().rules.listed)).toContain('unknown rule type')
    expect(await refused('show', 'nope')).toContain('No alert rules with RuleId nope found.')
  })

  it('puts people on lists and takes them off', async () => {
    const { rules: ids, people } = told()
    const person = ['--rule-id', ids.listed, '-u', people.grace.username]
    await rules('add-user', ...person)
    expect(await listed(ids.listed)).toEqual([people.ada.username, people.grace.username])
    await rules('remove-user', ...person)
    expect(await listed(ids.listed)).toEqual([people.ada.username])
    expect(await refused('remove-user', ...person)).toContain('is not currently assigned to rule-id')
  })

  it('does it for the rows of a file', async () => {
    const { rules: ids, people } = told()
    for (const verb of ['add', 'remove'])
      await rules('bulk', 'generate-template', verb, '-p', join(scene().home, `${verb}.csv`))
    const rows = [people.grace, people.linus].map(({ username }) => `${ids.excluded},${username}`)
    const csv = writeLines(scene().home, 'rules.csv', 'rule_id,username', ...rows)
    const before = await listed(ids.excluded)
    await rules('bulk', 'add', csv)
    // Its workers send the rows side by side.
    const added = (await listed(ids.excluded)).filter((each) => !before.includes(each))
    expect(added.toSorted()).toEqual([people.grace.username, people.linus.username])
    await rules('bulk', 'remove', csv)
    expect(await listed(ids.excluded)).toEqual(before)
  })

  it('says what was wrong', async () => {
    const { rules: ids, people } = told()
    const add = (id: string, username: string) => refused('add-user', '--rule-id', id, '-u', username)
    expect(await add('nope', people.ada.username)).toContain('No alert rules with RuleId nope found.')
    expect(await add(ids.listed, 'nobody@people.example')).toContain("'nobody@people.example' does not exist")
    expect(await add(ids.system, people.ada.username)).toContain("has a source of 'Watchlist'")
  })
}
