import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../support/parts.ts'
import type { CommandServer } from '../command-server.ts'
import { createProfile, expectEveryCommand, rowsOf, startCode42, startIncydr } from '../programs.ts'
import { alertsThroughCode42 } from './code42-alerts.ts'
import { rulesThroughCode42 } from './code42-rules.ts'
import { alertsThroughIncydrCommands } from './incydr-alerts-commands.ts'
import { rulesThroughIncydrCommands } from './incydr-rules-commands.ts'
import { sessionsThroughIncydrCommands } from './incydr-sessions-commands.ts'
import { alertsOf, type DetectionScene, openDetectionScene } from './scene.ts'

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

/** A person and an API client work on the same alert. */
const eachSeesTheOther = (scene: () => DetectionScene) =>
  it('shows in each what was done through the other', async () => {
    const code42 = startCode42(scene().home)
    const incydr = startIncydr(scene().home, scene().told)
    try {
      const alerts = await alertsOf(scene().server)
      const id = alerts.find(({ actor }) => actor === 'stranger9@else.example')?.id ?? ''
      await code42.succeed(['alerts', 'update', id, '--state', 'RESOLVED', '--note', 'known'])
      const [seen] = rowsOf(await incydr.succeed(['alerts', 'show', id, '-f', 'json-lines']))
      expect(seen).toMatchObject({ state: 'RESOLVED', note: { message: 'known' } })
      const closed = rowsOf(await incydr.succeed(['sessions', 'search', '--state', 'CLOSED', '-f', 'json-lines']))
      expect(closed).toMatchObject([{ triggeredAlerts: [{ alertId: id }] }])
      await incydr.succeed(['sessions', 'update', String(closed[0]?.sessionId), '-s', 'OPEN'])
      expect(await code42.succeed(['alerts', 'show', id])).toContain('OPEN')
    } finally {
      code42.close()
      incydr.close()
    }
  })

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
  describe.skipIf(!(parts.code42cli.present && parts.incydr.present))('both', () => eachSeesTheOther(of))
})
