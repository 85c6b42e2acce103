import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { parts } from '../../support/parts.ts'
import type { CommandServer } from '../command-server.ts'
import { createProfile, expectEveryCommand, startCode42, startIncydr } from '../programs.ts'
import { alertsThroughCode42 } from './code42-alerts.ts'
import { rulesThroughCode42 } from './code42-rules.ts'
import { alertsThroughIncydrCommands } from './incydr-alerts-commands.ts'
import { rulesThroughIncydrCommands } from './incydr-rules-commands.ts'
import { sessionsThroughIncydrCommands } from './incydr-sessions-commands.ts'
import { type DetectionScene, openDetectionScene } from './scene.ts'

type Start = (scene: DetectionScene) => Promise<CommandServer>
type Family = (scene: () => DetectionScene, program: () => CommandServer) => void

/** Tries the groups of commands of one program, each of which leaves behind what the next expects. */
const commandsOf = (client: string, scene: () => DetectionScene, start: Start, groups: Record<string, Family>) => {
  let program: CommandServer
  beforeAll(async () => {
    program = await start(scene())
  }, 120_000)
  afterAll(() => program?.close())

  describe.each(Object.entries(groups))('%s', (_, family) => family(scene, () => program))
  it('has no command that was not tried', () => expectEveryCommand(program, client, Object.keys(groups)))
}

const startForAdmin: Start = async ({ home, told }) => {
  const program = startCode42(home)
  await createProfile(program, 'admin', told)
  return program
}

describe('command lines on detection', () => {
  let scene: DetectionScene
  const of = () => scene
  beforeAll(async () => {
    scene = await openDetectionScene(sqliteUnderTest)
  }, 120_000)
  afterAll(() => scene?.close())

  describe.skipIf(!parts.code42cli.present)('code42cli', () =>
    commandsOf('code42cli', of, startForAdmin, { alerts: alertsThroughCode42, 'alert-rules': rulesThroughCode42 }),
  )
  describe.skipIf(!parts.incydr.present)('incydr', () =>
    commandsOf('incydr', of, async ({ home, told }) => startIncydr(home, told), {
      alerts: alertsThroughIncydrCommands,
      'alert-rules': rulesThroughIncydrCommands,
      sessions: sessionsThroughIncydrCommands,
    }),
  )
})
