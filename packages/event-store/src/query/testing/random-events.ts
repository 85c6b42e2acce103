import { type EventField, type FileEvent, fields } from '@spillway/event-model'
import fc from 'fast-check'
import { parsed } from './full-event.ts'

const texts = [
  'report.docx',
  'Report.DOCX',
  'a*b',
  'a?b',
  'axb',
  'back\\slash',
  'back\\*slash',
  '100%',
  '100_',
  'under_score',
  'ÄRGER.txt',
  'ärger.TXT',
  'line\nbreak',
  '😀.png',
  'it\'s "quoted"',
  'x',
  '7',
  'true',
  'Dropbox',
  'DROPBOX',
  'key:value',
]
const categories = ['Archive', 'zip', 'Zip', 'SourceCode', 'SOURCE_CODE', 'Pdf', 'VirtualDiskImage', 'Uncategorized']
const paths = ['C:/Users/x/', 'c:/users/X/', 'C:/Program Files/y/', '/home/ä/', '/', '/tmp/a*b/', '/tmp/axb/']
const actions = [
  'file-created',
  'sync-app-modified',
  'removable-media-created',
  'application-read',
  'file-shared',
  'file-emailed',
  'odd-action',
]
const shares = ['Anyone with the link', 'Anyone in your organization', 'Shared with specific people']
const indicators = ['Off hours', 'File mismatch', 'Remote', 'Sent from corporate Gmail', 'Zip', 'Removable media']
const times = [
  '2024-05-01T00:00:00Z',
  '2024-05-01T23:59:59.999Z',
  '2024-05-02T00:00:00.000001Z',
  '2024-05-02T12:00:00.5Z',
  '2024-06-30T23:59:59.590Z',
  '1999-12-31T00:00:00Z',
]

/** Few enough values that random queries hit them. */
export const vocabularyOf = ({ path, valueClass }: Pick<EventField, 'path' | 'valueClass'>): fc.Arbitrary<unknown> => {
  if (/^file\.category/.test(path)) return fc.constantFrom(...categories)
  if (/[aA]ction$/.test(path)) return fc.constantFrom(...actions)
  if (path === 'event.observer') return fc.constantFrom('Endpoint', 'Box', 'GoogleDrive')
  if (path === 'event.shareType') return fc.constantFrom(...shares)
  if (path === 'risk.indicators[].name') return fc.constantFrom(...indicators)
  if (valueClass === 'path') return fc.constantFrom(...paths)
  if (valueClass === 'number') return fc.constantFrom(0, 1, 5, 7, 100, -3, 2_000_000_000)
  if (valueClass === 'boolean') return fc.boolean()
  if (valueClass === 'timestamp') return fc.constantFrom(...times)
  return fc.constantFrom(...texts)
}

interface Shape {
  readonly [key: string]: Shape | { readonly leaf: EventField } | { readonly items: Shape }
}

const place = (shape: Record<string, unknown>, path: readonly string[], leaf: EventField): void => {
  const [head = '', ...rest] = path
  const name = head.replace('[]', '')
  if (rest.length === 0) shape[name] = { leaf }
  else if (head.endsWith('[]')) {
    shape[name] ??= { items: {} }
    place((shape[name] as { items: Record<string, unknown> }).items, rest, leaf)
  } else {
    shape[name] ??= {}
    place(shape[name] as Record<string, unknown>, rest, leaf)
  }
}

const leafArbitrary = (leaf: EventField): fc.Arbitrary<unknown> =>
  leaf.list ? fc.array(vocabularyOf(leaf), { maxLength: 2 }) : fc.option(vocabularyOf(leaf), { freq: 2 })

const arbitraryOf = (shape: Shape): fc.Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(
      Object.entries(shape).map(([name, part]) => {
        if ('leaf' in part) return [name, leafArbitrary(part.leaf as EventField)]
        return [
          name,
          'items' in part ? fc.array(arbitraryOf(part.items as Shape), { maxLength: 2 }) : arbitraryOf(part as Shape),
        ]
      }),
    ),
  )

const eventArbitrary = (): fc.Arbitrary<unknown> => {
  const shape: Record<string, unknown> = {}
  // Ids are given below: not every text can be one.
  const random = fields.filter(({ path }) => path !== 'event.id')
  for (const field of random) place(shape, field.path.split('.'), field)
  return arbitraryOf(shape as Shape)
}

/** Random whole events with ids `e000`, `e001`, …; the same seed gives the same events. */
export const randomEvents = (count: number, seed: number): FileEvent[] =>
  fc.sample(eventArbitrary(), { numRuns: count, seed }).map((input, index) => {
    const event = parsed(input)
    const id = `${index % 2 ? 'e' : 'E'}${String(index).padStart(3, '0')}`
    const inserted = `2024-05-02T00:00:00.${String(index % 50).padStart(6, '0')}Z`
    const times = { ingested: inserted, inserted }
    return { ...event, '@timestamp': event['@timestamp'] ?? inserted, event: { ...event.event, ...times, id } }
  })
