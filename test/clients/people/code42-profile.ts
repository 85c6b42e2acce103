import { expect, it } from 'vitest'
import { type Code42, runBy } from './code42.ts'

/** Profiles of the program. */
export const profileCommands = (of: () => Code42): void => {
  const { code42, told } = runBy(of)

  it('creates, lists, shows and chooses profiles', async () => {
    expect(await code42('profile', 'list')).toMatch(/admin[\s\S]*client/)
    expect(await code42('profile', 'show', 'admin')).toContain('A password is set.')
    expect(await code42('profile', 'show', 'client')).toContain('The API client secret is set.')
    expect(await code42('profile', 'use', 'client')).toContain('client has been set as the default profile')
    await code42('profile', 'use', 'admin')
    const { personPassword, url, people } = told()
    const person = ['-u', people.ada.username, '--password', personPassword]
    await code42('profile', 'create', '-n', 'ada', '-s', url, ...person, '-y')
  })

  it('updates a profile and keeps a new password only when it is right', async () => {
    const { people, personPassword } = told()
    const update = ['profile', 'update', '-n', 'ada', '-u', people.grace.username, '--password', personPassword, '-y']
    expect(await code42(...update)).toContain("Profile 'ada' has been updated.")
    expect(await code42('profile', 'show', 'ada')).toContain(people.grace.username)
    const reset = ['profile', 'reset-pw', 'ada']
    expect(await of().program.succeed(reset, `${personPassword}\ny\n`)).toContain("Password updated for profile 'ada'.")
    const wrong = await of().program.run(reset, 'wrong\n')
    expect([wrong.code === 0, wrong.stdout + wrong.stderr]).toEqual([
      false,
      expect.stringContaining('Password not stored!'),
    ])
  })

  it('deletes profiles', async () => {
    expect(await code42('profile', 'delete', 'ada', '-y')).toContain("Profile 'ada' has been deleted.")
    expect(await code42('profile', 'list')).not.toContain('ada')
  })
}
