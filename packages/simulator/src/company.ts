import { createRandom, type Random } from './random.ts'
import { outsideDomains } from './vocabulary/words.ts'

/** A cloud drive of the company, as its connection and the browser show it. */
export interface Drive {
  readonly observer: 'GoogleDrive' | 'OneDrive' | 'Box'
  readonly name: string
  /** Address of a file without its id. */
  readonly files: string
  /** Folder that its sync application keeps below the home folder. */
  readonly folder: string
}

/** What a company has rented and bought: where its own data live. */
export interface Company {
  readonly name: string
  /** Name of the company in the addresses of its services. */
  readonly slug: string
  readonly domain: string
  readonly mail: { readonly observer: 'Gmail' | 'Office365'; readonly name: string }
  /** The one people work in, and one that came with an acquisition or a department. */
  readonly drives: readonly [Drive, Drive]
  readonly chat: 'Slack' | 'Microsoft Teams'
  /** Mail domains of firms that the company exchanges files with every week. */
  readonly partners: readonly string[]
  readonly customers: readonly string[]
}

const kinds = ['Analytics', 'Systems', 'Instruments', 'Foods', 'Logistics', 'Therapeutics', 'Robotics', 'Materials']

/** The services of a company: the same seed and domain give the same. */
export const createCompany = (seed: number | string, domain: string): Company => {
  const random = createRandom(`company ${seed}`)
  const label = domain.split('.')[0] ?? domain
  const slug = `${label}-corp`
  const usesGoogle = random.chance(0.5)
  const [first, second, third] = drivesOf(slug)
  const outside = shuffled(outsideDomains, random)
  return {
    name: `${label.charAt(0).toUpperCase()}${label.slice(1)} ${random.pick(kinds)}`,
    slug,
    domain,
    mail: usesGoogle ? { observer: 'Gmail', name: 'Gmail' } : { observer: 'Office365', name: 'Outlook' },
    drives: usesGoogle ? [first, third] : [second, random.chance(0.5) ? third : first],
    chat: random.chance(0.6) ? 'Slack' : 'Microsoft Teams',
    partners: outside.slice(0, 2),
    customers: outside.slice(2),
  }
}

const drivesOf = (slug: string): [Drive, Drive, Drive] => [
  {
    observer: 'GoogleDrive',
    name: 'Google Drive',
    files: 'https://drive.google.com/file/d/',
    folder: 'Google Drive/My Drive/',
  },
  {
    observer: 'OneDrive',
    name: 'OneDrive',
    files: `https://${slug}-my.sharepoint.com/personal/`,
    folder: 'OneDrive/',
  },
  { observer: 'Box', name: 'Box', files: `https://${slug}.app.box.com/file/`, folder: 'Box/' },
]

/** Another order of the same things. */
export const shuffled = <T>(list: readonly T[], random: Random): T[] => {
  const rest = [...list]
  return list.map(() => rest.splice(random.integer(rest.length), 1)[0] as T)
}
