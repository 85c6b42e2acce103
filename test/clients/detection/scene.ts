import type { StoreUnderTest } from '@spillway/control-store/testing'
import { createTestClock, type TestServer } from '@spillway/testkit'
import { waitFor } from '../../support/wait.ts'
import { openPeopleScene, type PeopleScene } from '../people/scene.ts'
import { codeToGitHub, type Deed, falseName, publicLink, toDropbox, toStick } from './events.ts'

/** People who each used a stick once: more alerts than the 25 whose details clients ask for at a time. */
const strangers = 30

export const ruleNames = {
  stick: 'Sticks',
  share: 'Links for everybody',
  anyShare: 'Any link',
  mismatch: 'Strange names',
  anyMismatch: 'Any strange name',
  code: 'Code to repositories',
  listed: 'Listed people',
  excluded: 'Almost anybody',
  everybody: 'Anything at all',
} as const

/** The people scene with rules of every family, alerts by each, and a watchlist with its rule. */
export interface DetectionScene extends PeopleScene {
  readonly told: PeopleScene['told'] & {
    /** Ids of rules by what they watch. */
    readonly rules: Readonly<Record<keyof typeof ruleNames | 'system', string>>
    readonly watchlist: string
    readonly strangers: number
    readonly alerts: number
    /** The day on which all alerts were raised. */
    readonly day: string
  }
}

export interface ShownAlert {
  readonly id: string
  readonly name: string
  readonly actor: string
  readonly type: string
  readonly state: string
  readonly createdAt: string
}

export const openDetectionScene = async (under: StoreUnderTest): Promise<DetectionScene> => {
  // Clients ask for the last days by their own clock.
  const clock = createTestClock(new Date(Date.now() - 30 * 60_000))
  const scene = await openPeopleScene(under, { clock })
  try {
    return { ...scene, told: { ...scene.told, ...(await fill(scene)) } }
  } catch (error) {
    await scene.close()
    throw error
  }
}

const fill = async ({ server, told }: PeopleScene) => {
  const { watchlistId: watchlist } = (
    await server.post('/v2/watchlists', { watchlistType: 'CUSTOM', title: 'Leavers' })
  ).json<{ watchlistId: string }>()
  await removeRules(server)
  const rules = await rulesOf(server, watchlist, told.people.ada.username)
  await server.post(`/v2/watchlists/${watchlist}/included-actors/add`, { actorIds: [told.people.ada.userUid] })
  // Who is on a list is asked at the time of an event.
  server.clock.advance(20 * 60)
  await server.ingest(deedsOf(server, told))
  // By ada: code, stick, listed. By grace: the links twice. By linus: the names twice.
  const alerts = strangers + 7
  await raised(server, alerts)
  return { rules, watchlist, strangers, alerts, day: server.clock().toISOString().slice(0, 10) }
}

/** What comes with the product may change; the scene has rules of its own. */
const removeRules = async (server: TestServer) => {
  const { rules } = (await server.get('/v1/spillway/rules')).json<{ rules: { id: string; isSystem: boolean }[] }>()
  for (const { id } of rules.filter(({ isSystem }) => !isSystem))
    await server.request('DELETE', `/v1/spillway/rules/${id}`)
}

const rulesOf = async (server: TestServer, watchlist: string, listed: string) => {
  const create = async (name: string, body: object) => {
    const answer = await server.post('/v1/spillway/rules', { name, description: `about ${name}`, ...body })
    if (answer.status !== 201) throw new Error(`the server answered ${answer.status}: ${answer.text}`)
    return answer.json<{ id: string }>().id
  }
  const stick = { removableMedia: { isEnabled: true } }
  const link = { cloudSharing: { googleDrive: { publicLinkShare: true } } }
  const mismatch = { fileTypeMismatch: { isEnabled: true } }
  const [system] = (await server.get(`/v2/alert-rules?WatchlistId=${watchlist}`)).json<{ id: string }[]>()
  return {
    system: system?.id ?? '',
    stick: await create(ruleNames.stick, { type: 'FED_ENDPOINT_EXFILTRATION', vectors: stick, severity: 'High' }),
    share: await create(ruleNames.share, { type: 'FED_CLOUD_SHARE_PERMISSIONS', vectors: link }),
    anyShare: await create(ruleNames.anyShare, { vectors: link }),
    mismatch: await create(ruleNames.mismatch, { type: 'FED_FILE_TYPE_MISMATCH', filters: mismatch }),
    anyMismatch: await create(ruleNames.anyMismatch, { filters: mismatch }),
    code: await create(ruleNames.code, {
      vectors: { fileUpload: { sourceCodeRepository: { observeAll: true } } },
      filters: { fileCategory: { categories: ['SourceCode'] } },
    }),
    listed: await create(ruleNames.listed, {
      vectors: stick,
      filters: { username: { mode: 'INCLUDE', usernames: [listed] } },
      notifications: { isEnabled: true, contacts: [{ isEnabled: true, address: 'soc@people.example' }] },
      education: { lessonId: 'removable-media', messagingMethod: 'ThirdPartyIntegration' },
    }),
    excluded: await create(ruleNames.excluded, {
      isEnabled: false,
      filters: { username: { mode: 'EXCLUDE', usernames: [listed, 'somebody@else.example'] } },
    }),
    everybody: await create(ruleNames.everybody, { isEnabled: false }),
  }
}

/** Ten minutes before the server's clock: all in one window. */
const deedOf = (server: TestServer, email: string): Deed => ({
  email,
  at: new Date(server.clock().getTime() - 10 * 60_000),
})

const deedsOf = (server: TestServer, { people }: PeopleScene['told']) => {
  const by = (email: string) => deedOf(server, email)
  const { ada, edsger, grace, linus } = people
  return [
    ...Array.from({ length: strangers }, (_, number) => toStick(by(`stranger${number}@else.example`))),
    codeToGitHub(by(ada.username)),
    toStick(by(ada.username)),
    publicLink(by(grace.username)),
    falseName(by(linus.username)),
    toDropbox(by(edsger.username)),
  ]
}

/** All alerts there are. */
export const alertsOf = async (server: TestServer): Promise<readonly ShownAlert[]> =>
  (await server.post('/v1/alerts/query-alerts', { pgSize: 500 })).json<{ alerts: ShownAlert[] }>().alerts

/** Waits until there are as many alerts as expected. */
const raised = (server: TestServer, expected: number): Promise<true> =>
  waitFor(`${expected} alerts`, 20_000, async () => {
    const alerts = await alertsOf(server)
    if (alerts.length > expected) throw new Error(`too many alerts: ${alerts.map(({ name }) => name).join()}`)
    return alerts.length === expected || undefined
  })

/** Somebody new uses a stick a second later: one more alert. Gives the name. */
export const stickAlert = async ({ server }: PeopleScene): Promise<string> => {
  const before = (await alertsOf(server)).length
  const email = `latecomer${before}@else.example`
  server.clock.advance(1)
  await server.ingest([toStick(deedOf(server, email))])
  await raised(server, before + 1)
  return email
}
