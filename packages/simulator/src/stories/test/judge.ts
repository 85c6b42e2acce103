import { categoryOfExtension, categoryOfMimeType, extensionOf } from '@spillway/content'
import {
  type ActorProfile,
  compileScorer,
  compileTrust,
  decideTrust,
  defaultRiskSettings,
  emptyProfile,
  everyAction,
  judge,
  observe,
} from '@spillway/detection'
import { type FileEvent, type FileEventInput, parseFileEvent } from '@spillway/event-model'
import type { GroundTruth, SampleFacts, Simulation } from '../../index.ts'

const dayMs = 86_400_000
const historyDays = 35

/** The event as the server would see it before it is scored. */
const complete = (input: FileEventInput): FileEvent => {
  const parsed = parseFileEvent(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { file } = parsed.event
  file.categoryByBytes ??= file.mimeTypeByBytes === null ? null : categoryOfMimeType(file.mimeTypeByBytes)
  file.categoryByExtension ??= categoryOfExtension(extensionOf(file.name ?? '') ?? '')
  return parsed.event
}

const activityOf = (event: FileEvent) => ({
  at: Date.parse(event['@timestamp'] as string),
  destination: event.destination.name,
})

/** What was trusted when an event happened. */
const trustAt = ({ trust }: SampleFacts) => {
  const dates = [...new Set(trust.map(({ since }) => since))].sort()
  const compiled = dates.map((date) => {
    const entries = trust.filter(({ since }) => since <= date)
    return { date, trust: compileTrust(entries.map((entry) => ({ ...entry, actions: everyAction(entry.type) }))) }
  })
  return (at: string) => compiled.findLast(({ date }) => date <= at)?.trust ?? compileTrust([])
}

/** Labels of the indicators of each event of a story, scored with all that is known: trust, watchlists and habits. */
export const createJudge = (simulation: Simulation, facts: SampleFacts) => {
  const score = compileScorer({ ...defaultRiskSettings, trustedAddresses: [...facts.trustedAddresses] })
  const trust = trustAt(facts)
  const watchlistsOf = (email: string, at: string) =>
    facts.memberships
      .filter((stay) => stay.email === email && stay.from <= at && (stay.to === null || stay.to > at))
      .map(({ type }) => ({ id: type, type, title: null }))
  const judgeEvent = (event: FileEvent, profile: ActorProfile): string[] => {
    const at = event['@timestamp'] as string
    const { trustReason } = decideTrust(event, trust(at))
    score(event, {
      watchlists: watchlistsOf(event.user.email ?? '', at),
      behavior: judge(profile, activityOf(event)),
      ...(trustReason !== null && { trustReason }),
    })
    return event.risk.indicators.map(({ name }) => name ?? '')
  }
  return (story: GroundTruth): { readonly event: FileEvent; readonly labels: string[] }[] => {
    const ids = new Set(story.eventIds)
    return [story.actor, ...story.participants.slice(0, 2)].flatMap(({ email }) => {
      const actor = simulation.organization.people.filter((person) => person.email === email)
      const from = new Date(Date.parse(story.from) - historyDays * dayMs)
      const events = simulation.events({ from, to: new Date(Date.parse(story.to) + 1) }, actor)
      let profile = emptyProfile
      const judged: { event: FileEvent; labels: string[] }[] = []
      for (const event of [...events].map(complete)) {
        if (ids.has(event.event.id)) judged.push({ event, labels: judgeEvent(event, profile) })
        profile = observe(profile, activityOf(event))
      }
      return judged
    })
  }
}
