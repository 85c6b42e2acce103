import { type FileEvent, type FileEventInput, parseFileEvent } from '@spillway/event-model'
import { compileScorer } from '../../scoring/scorer.ts'
import { defaultRiskSettings } from '../../scoring/settings.ts'
import type { RuleContext } from '../circumstances.ts'
import { defaultWindowMinutes, type RuleDefinition, type RuleFilters, type RuleVectors } from '../model.ts'

export const ruleOf = (
  vectors: RuleVectors | null,
  filters: RuleFilters | null = null,
  more: Partial<RuleDefinition> = {},
): RuleDefinition => ({
  vectors,
  filters,
  alertOnBlockedBrowserActivity: false,
  windowMinutes: defaultWindowMinutes,
  ...more,
})

const score = compileScorer(defaultRiskSettings)

/** A whole event, scored as ingest does. */
export const eventOf = (input: FileEventInput, id = 'e1', at = '2026-01-05T10:00:00.000Z'): FileEvent => {
  const parsed = parseFileEvent({ '@timestamp': at, ...input, event: { ...input.event, id } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  if (!input.risk) score(parsed.event)
  return parsed.event
}

export const nobody: RuleContext = { names: ['somebody@example.com'], watchlists: [] }

type File = NonNullable<FileEventInput['file']>

export const uploaded = (category: string, name: string, file: File = {}): FileEventInput => ({
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file: { name: 'plan.docx', category: 'Document', sizeInBytes: 1000, ...file },
  destination: { category, name },
})

export const toMedia = (file: File = {}): FileEventInput => ({
  event: { action: 'removable-media-created', observer: 'Endpoint' },
  file: { name: 'plan.docx', category: 'Document', sizeInBytes: 1000, ...file },
  destination: { category: 'Device', name: 'Removable Media' },
})

export const shared = (observer: string, ...shareType: string[]): FileEventInput => ({
  event: { action: 'file-shared', observer, shareType },
  file: { name: 'plan.docx', category: 'Document' },
})

export const emailed = (observer: string): FileEventInput => ({ event: { action: 'file-emailed', observer } })

export const downloaded = (observer: string, to = 'Unmonitored Device'): FileEventInput => ({
  event: { action: 'file-downloaded', observer },
  destination: { category: 'Device', name: to },
})
