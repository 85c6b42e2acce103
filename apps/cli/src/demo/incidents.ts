import type { SpillwayClient } from '@spillway/sdk'
import type { FileEventInput, GroundTruth } from '@spillway/simulator'
import type { CliContext } from '../context.ts'
import type { Sample } from './organization.ts'

/** Incidents that are incidents at whatever hour. */
const playable: ReadonlySet<string> = new Set([
  'airdrop',
  'departing-to-personal-cloud',
  'mass-download-from-salesforce',
  'public-share-of-board-file',
  'rename-and-zip',
  'source-code-to-personal-repository',
])

const firstAfterMs = 5_000
const betweenMs = 30_000
const apartMs = 1_000
const dayMs = 86_400_000
const days = 60
/** For 1,000 people in a month: a small company is to have some as well. */
const density = 300
const mostEvents = 200

/** Lets somebody in the organization do what raises an alert, now and then. Returns how to end it. */
export const keepTempting = (
  { clock }: CliContext,
  client: SpillwayClient,
  { simulator, organization }: Sample,
): (() => Promise<void>) => {
  const begins = clock()
  const simulation = simulator.createSimulation(organization, { seed: begins.getTime(), begins, incidents: density })
  const period = { from: begins, to: new Date(begins.getTime() + days * dayMs) }
  const stories = inTurns(simulation.truth(period).filter((story) => playable.has(story.class)))
  const ended = new AbortController()
  let playing = Promise.resolve()
  const play = () => {
    const story = stories.shift()
    if (!story) return
    const people = organization.people.filter(({ email }) => email === story.actor.email)
    const ids = new Set(story.eventIds)
    const own = [...simulation.events({ from: new Date(story.from), to: new Date(firstDayEnd(story)) }, people)]
    const events = retimed(own.filter(({ event }) => ids.has(event?.id ?? '')).slice(0, mostEvents), clock())
    // A demo that cannot deliver a few events goes on.
    playing = playing.then(
      async () => void (await client.ingest.fileEvents(events, { signal: ended.signal }).catch(() => {})),
    )
  }
  const first = setTimeout(play, firstAfterMs)
  const others = setInterval(play, betweenMs)
  return async () => {
    clearTimeout(first)
    clearInterval(others)
    ended.abort()
    await playing
  }
}

/** One of each class, then another of each, so that the terminal shows something new. */
const inTurns = (stories: readonly GroundTruth[]): GroundTruth[] => {
  const classes = [...Map.groupBy(stories, (story) => story.class).values()]
  const longest = Math.max(0, ...classes.map(({ length }) => length))
  return Array.from({ length: longest }, (_, turn) => classes.flatMap((each) => each[turn] ?? [])).flat()
}

const firstDayEnd = ({ from }: GroundTruth): number => Date.parse(from) + dayMs / 2

/** As if it had happened just now, one thing a second. */
const retimed = (events: readonly FileEventInput[], now: Date): FileEventInput[] =>
  events.map((event, index) => ({
    ...event,
    '@timestamp': new Date(now.getTime() - (events.length - index) * apartMs).toISOString(),
  }))
