import { closeSync, openSync, writeSync } from 'node:fs'
import { type FileEventInput, parseFileEvent, toEventRow } from '@spillway/event-model'
import { createOrganization, simulateEvents } from '@spillway/simulator'
import { people, type Slice } from '../data/period.ts'
import { riskOf } from '../data/risk.ts'
import { report, taskOf } from '../support/child.ts'

const slice = taskOf<Slice>()

/** The event as the server would store it: complete, enriched and scored. */
const rowOf = (input: FileEventInput, sequence: number) => {
  const parsed = parseFileEvent(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { event } = parsed
  const seen = Date.parse(event['@timestamp'] as string)
  event.event.ingested = new Date(seen + 60_000).toISOString()
  event.event.inserted = new Date(seen + 61_000).toISOString()
  event.risk = riskOf(event)
  return toEventRow(event, { node: 1, seq: sequence, batch: '', tenantId: '' })
}

const lineOf = (input: FileEventInput, sequence: number) =>
  JSON.stringify(slice.form === 'rows' ? rowOf(input, sequence) : input)

const organization = createOrganization({ seed: 'bench', people })
const options = { from: new Date(slice.from), to: new Date(slice.to), count: slice.count, seed: slice.seed }
const file = openSync(slice.path, 'w')
let sequence = slice.firstSequence
let text = ''
for (const event of simulateEvents(organization, options)) {
  text += `${lineOf(event, sequence++)}\n`
  if (text.length < 4_000_000) continue
  writeSync(file, text)
  text = ''
}
writeSync(file, text)
closeSync(file)
report({ events: sequence - slice.firstSequence })
