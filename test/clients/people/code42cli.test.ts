import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { parts } from '../../support/parts.ts'
import { expectEveryCommand } from '../programs.ts'
import { type Code42, openCode42 } from './code42.ts'
import { deviceCommands } from './code42-devices.ts'
import { profileCommands } from './code42-profile.ts'
import { riskProfileCommands } from './code42-risk-profiles.ts'
import { userCommands } from './code42-users.ts'
import { openPeopleScene, type PeopleScene } from './scene.ts'

describe.skipIf(!parts.code42cli.present)('code42cli on people and machines', () => {
  let scene: PeopleScene
  let program: Code42
  const of = () => program
  beforeAll(async () => {
    scene = await openPeopleScene(sqliteUnderTest)
    program = await openCode42(scene)
  }, 120_000)
  afterAll(async () => {
    program?.program.close()
    await scene?.close()
  })

  describe('profile', () => profileCommands(of))
  describe('risk profiles', () => riskProfileCommands(of))
  describe('users', () => userCommands(of))
  describe('devices', () => deviceCommands(of))

  it('runs every command', async () => {
    await program.code42('profile', 'delete-all', '-y')
    await expectEveryCommand(program.program, 'code42cli', ['users', 'devices', 'profile'])
  })
})
