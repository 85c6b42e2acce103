import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe } from 'vitest'
import { parts } from '../../support/parts.ts'
import { actorsThroughIncydr, profilesThroughPy42 } from './actors.ts'
import { indicatorsThroughIncydr } from './indicators.ts'
import { type InsiderScene, openInsiderScene } from './scene.ts'
import { trustThroughIncydr, trustThroughPy42 } from './trust.ts'
import { watchlistsThroughIncydr, watchlistsThroughPy42 } from './watchlists.ts'

const stores = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)

/** One server for every library and family; each leaves behind what the next expects. */
describe.each(stores)('libraries on who acts and how risky, $dialect', (under) => {
  let scene: InsiderScene
  const of = () => scene
  beforeAll(async () => {
    scene = await openInsiderScene(under)
  }, 120_000)
  afterAll(() => scene?.close())

  describe.skipIf(!parts.incydr.present)('incydr', () => {
    describe('actors and risk profiles', () => actorsThroughIncydr(of))
    describe('watchlists', () => watchlistsThroughIncydr(of))
    describe('trusted activities', () => trustThroughIncydr(of))
    describe('risk indicators', () => indicatorsThroughIncydr(of))
  })

  describe.skipIf(!parts.code42cli.present)('py42', () => {
    describe('user risk profiles', () => profilesThroughPy42(of))
    describe('watchlists', () => watchlistsThroughPy42(of))
    describe('trusted activities', () => trustThroughPy42(of))
  })
})
