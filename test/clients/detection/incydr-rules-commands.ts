import { expect, it } from 'vitest'
import type { CommandServer } from '../command-server.ts'
import { refusedBy, rowsOf } from '../programs.ts'
import { type DetectionScene, ruleNames } from './scene.ts'

export const rulesThroughIncydrCommands = (scene: () => DetectionScene, program: () => CommandServer): void => {
  const told = () => scene().told
  const rules = (...args: string[]) => program().succeed(['alert-rules', ...args])
  const refused = (...args: string[]) => refusedBy(program(), ['alert-rules', ...args])
  const list = async () => rowsOf(await rules('list', '-f', 'json-lines'))

  it('lists and shows rules', async () => {
    expect((await list()).map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(ruleNames)))
    for (const format of ['table', 'csv', 'json-pretty'])
      expect(await rules('list', '-f', format)).toContain(ruleNames.stick)
    const { listed, excluded, system } = told().rules
    for (const format of ['json-lines', 'json-pretty'])
      expect(await rules('show', listed, '-f', format)).toContain('soc@people.example')
    expect(await rules('show', listed)).toMatch(/Included Usernames/)
    expect(await rules('show', excluded)).toMatch(/Excluded Usernames/)
    expect(await rules('show', system)).toContain('Leavers')
  })

  it('switches rules, one and several', async () => {
    const { everybody, system } = told().rules
    const on = async () => {
      const enabled = (await list()).filter(({ isEnabled }) => isEnabled).map(({ id }) => id)
      return [everybody, system].filter((id) => enabled.includes(id))
    }
    await rules('enable', everybody)
    expect(await on()).toEqual([everybody])
    await rules('enable', `${everybody}, ${system}`)
    expect(await on()).toEqual([everybody, system])
    await rules('disable', `${everybody},${system}`)
    expect(await on()).toEqual([])
  })

  it('lists and removes people', async () => {
    const { listed, excluded, everybody } = told().rules
    const { username } = told().people.ada
    expect(await rules('list-users', listed)).toMatch(new RegExp(`Included Usernames[\\s\\S]*${username}`))
    expect(await rules('list-users', excluded)).toContain('Excluded Usernames')
    for (const format of ['json-lines', 'json-pretty'])
      expect(await rules('list-users', listed, '-f', format)).toContain(username)
    expect(await rules('list-users', everybody)).toContain('No results found')
    await rules('remove-all-users', excluded)
    expect(await rules('list-users', excluded)).toContain('No results found')
  })

  it('says what was wrong', async () => {
    for (const command of ['show', 'enable', 'disable', 'remove-all-users', 'list-users'])
      expect([command, await refused(command, 'nope')]).toEqual([command, expect.stringContaining('404')])
    expect(await refused('remove-all-users', told().rules.everybody)).toContain('400')
  })
}
