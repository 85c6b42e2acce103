import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe } from 'vitest'
import { parts } from '../../support/parts.ts'
import { alertsThroughIncydr, rulesThroughIncydr } from './incydr.ts'
import { sessionsThroughIncydr } from './incydr-sessions.ts'
import { alertsThroughPy42, rulesThroughPy42 } from './py42.ts'
import { type DetectionScene, openDetectionScene } from './scene.ts'

/** One server for every library and family; each leaves behind what the next expects. */
describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('libraries on detection, $dialect', (under) => {
  let scene: DetectionScene
  const of = () => scene
  beforeAll(async () => {
    scene = await openDetectionScene(under)
  }, 120_000)
  afterAll(() => scene?.close())

  describe.skipIf(!parts.incydr.present)('incydr', () => {
    describe('alerts', () => alertsThroughIncydr(of))
    describe('alert rules', () => rulesThroughIncydr(of))
    describe('sessions', () => sessionsThroughIncydr(of))
  })

  describe.skipIf(!parts.code42cli.present)('py42', () => {
    describe('alerts', () => alertsThroughPy42(of))
    describe('alert rules', () => rulesThroughPy42(of))
  })
})
