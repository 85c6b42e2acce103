/** One event as an agent or connector would send it. */
export interface FixtureEvent {
  readonly '@timestamp': string
  readonly event: {
    readonly id: string
    readonly action: string
    readonly observer: string
    readonly shareType: string[]
  }
  readonly user: { readonly email: string; readonly id: string; readonly deviceUid: string }
  readonly file: {
    readonly name: string
    readonly directory: string
    readonly category: string
    readonly sizeInBytes: number
    readonly owner: string
    readonly created: string
    readonly modified: string
    readonly hash: {
      readonly md5: string
      readonly sha256: string
      readonly md5Error: null
      readonly sha256Error: null
    }
  }
  readonly source: Readonly<Record<string, unknown>>
  readonly destination: { readonly category: string; readonly name: string; readonly tabs: readonly object[] }
  readonly process: Readonly<Record<string, unknown>>
}

export const people = ['ada@example.com', 'björk@example.com', 'chen@example.com', 'dana@example.com']

const places = [
  { category: 'Cloud Storage', name: 'Dropbox' },
  { category: 'Cloud Storage', name: 'Google Drive' },
  { category: 'Device', name: 'Removable Media' },
  { category: 'AI Tools', name: 'ChatGPT' },
  { category: 'Email', name: 'Gmail' },
]
const files = [
  { name: 'budget.xlsx', category: 'Spreadsheet' },
  { name: 'Roadmap.DOCX', category: 'Document' },
  { name: 'main.rs', category: 'SourceCode' },
]
const actions = ['file-created', 'removable-media-created', 'application-read']

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length] as T
const hex = (number: number, length: number) => number.toString(16).padStart(length, '0')

/** Believable and exactly countable: every property follows from the number, one second lies between two events. */
export const fixtureEvent = (number: number, latest: Date): FixtureEvent => {
  const place = pick(places, number)
  const file = pick(files, number)
  const instant = new Date(latest.getTime() - number * 1000).toISOString()
  return {
    '@timestamp': instant,
    event: {
      id: `0_fixture_1140000000000000001_${String(number).padStart(9, '0')}_1`,
      action: pick(actions, number),
      observer: 'Endpoint',
      shareType: [],
    },
    user: {
      email: pick(people, number),
      id: `9${String(number % people.length).padStart(17, '0')}`,
      deviceUid: '1140000000000000001',
    },
    file: {
      name: `${number}-${file.name}`,
      directory: number % 2 === 0 ? 'C:/Users/ada/Documents/' : 'C:/Program Files/tool/',
      category: file.category,
      sizeInBytes: number * 1000,
      owner: 'ada',
      created: instant,
      modified: instant,
      hash: { md5: hex(number, 32), sha256: hex(number, 64), md5Error: null, sha256Error: null },
    },
    source: { category: 'Device', name: 'ADA-LAPTOP', operatingSystem: 'Windows 11' },
    destination: {
      category: place.category,
      name: place.name,
      tabs: [
        { title: `Upload — ${place.name}`, url: 'https://upload.example.com/here', titleError: null, urlError: null },
      ],
    },
    process: { executable: 'C:/Program Files/Browser/browser.exe', owner: 'ada' },
  }
}

export const fixtureEvents = (count: number, latest: Date): FixtureEvent[] =>
  Array.from({ length: count }, (_, number) => fixtureEvent(number, latest))
