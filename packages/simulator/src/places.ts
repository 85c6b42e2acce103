import type { Company } from './company.ts'
import type { Person } from './organization.ts'
import { hashText } from './random.ts'
import { type Service, services } from './vocabulary/services.ts'

/** A page of a web service that files are dragged into, with the account that is signed in there. */
export interface Place {
  readonly name: string
  readonly category: string
  readonly url: string
  /** Host of `url`. */
  readonly domain: string
  readonly title: string
  /** Mail address; null where the browser's extension cannot tell. */
  readonly signedIn: string | null
}

/** A service as somebody without an account of the company uses it. */
export const privatePlace = ({ name, category, host, path, title }: Service, signedIn: string | null): Place => ({
  name,
  category,
  url: `https://${host}${path}`,
  domain: host.replace('www.', ''),
  title,
  signedIn,
})

export const serviceOf = (name: string): Service => {
  const service = services.find((candidate) => candidate.name === name)
  if (!service) throw new Error(`The simulator knows no service ${name}`)
  return service
}

/** Mail address that a person uses outside the company. */
export const privateAddress = ({ userName }: Person): string => `${userName}@mailbox.example`

const domainOf = (url: string): string => new URL(url).hostname.replace('www.', '')

type Who = Pick<Person, 'email' | 'userName' | 'department' | 'projects'>
type MakePlace = (company: Company, who: Who) => Place

const place = (name: string, url: string, title: string, signedIn: string | null): Place => ({
  ...{ name, category: serviceOf(name).category, url, domain: domainOf(url), title, signedIn },
})

const token = (text: string): string => hashText(text).toString(36).padStart(7, '0')

const drive: MakePlace = ({ drives: [{ name }], slug }, { email, userName, projects }) => {
  const folder = token(projects[0]?.key ?? userName)
  if (name === 'Google Drive')
    return place(name, `https://drive.google.com/drive/folders/1${folder}`, 'Google Drive', email)
  return place(name, `https://${slug}-my.sharepoint.com/personal/${userName}/Documents`, 'Documents - OneDrive', email)
}

const chat: MakePlace = ({ chat: name, slug, name: workspace }, who) => {
  const channel = who.projects[0]?.name.toLowerCase().replace(' ', '-') ?? 'general'
  if (name === 'Slack') {
    const url = `https://app.slack.com/client/T${token(slug).toUpperCase()}/C${token(channel).toUpperCase()}`
    return place(name, url, `${channel} (Channel) - ${workspace} - Slack`, null)
  }
  return place(name, `https://teams.microsoft.com/_#/conversations/${channel}`, `Chat | ${channel}`, who.email)
}

const mail: MakePlace = ({ mail: { name } }, { email }) =>
  name === 'Gmail'
    ? place(name, 'https://mail.google.com/mail/u/0/', `Inbox - ${email} - Gmail`, email)
    : place(name, 'https://outlook.office.com/mail/', `Mail - ${email} - Outlook`, email)

const code: MakePlace = ({ slug }, { projects }) => {
  const repository = projects[0]?.repository.split('/').at(-1)?.replace('.git', '') ?? 'main'
  return place('GitHub', `https://github.com/${slug}/${repository}/upload/main`, 'Upload files · GitHub', null)
}

/** Own pages of the company, on a host of its own. */
const intranet =
  (label: string, title: string): MakePlace =>
  ({ domain }, { department }) => ({
    ...{ name: `${label}.corp.${domain}`, category: 'Uncategorized', signedIn: null },
    url: `https://${label}.corp.${domain}/${token(department.name)}`,
    domain: `${label}.corp.${domain}`,
    title,
  })

const tenant =
  (name: string, host: string, title: string): MakePlace =>
  ({ slug }) =>
    place(name, `https://${host}/${slug}/board`, title, null)

const assistant: MakePlace = (_company, { email }) => place('ChatGPT', 'https://chatgpt.com/', 'ChatGPT', email)

const everybodys: readonly MakePlace[] = [drive, drive, drive, chat, chat, mail, intranet('wiki', 'Wiki')]

const byDepartment: Readonly<Record<string, readonly MakePlace[]>> = {
  Engineering: [code, intranet('tickets', 'Tickets'), assistant],
  Research: [code, intranet('lab', 'Lab notebook'), assistant],
  IT: [intranet('tickets', 'Tickets'), intranet('packages', 'Packages')],
  Sales: [intranet('deals', 'Deal desk'), mail],
  Marketing: [tenant('Canva', 'www.canva.com', 'Brand kit - Canva'), chat],
  'Product Design': [tenant('Notion', 'www.notion.so', 'Design - Notion'), tenant('Canva', 'www.canva.com', 'Canva')],
  Finance: [intranet('books', 'General ledger'), mail],
  'Human Resources': [intranet('people', 'People portal')],
  Legal: [intranet('matters', 'Matters')],
  'Customer Support': [intranet('tickets', 'Tickets'), chat],
}

/** Where a member of a department uploads to with the company's accounts; what is used more often stands repeatedly. */
export const companyPlaces = (company: Company, who: Who): Place[] =>
  [...everybodys, ...(byDepartment[who.department.name] ?? [])].map((make) => make(company, who))

/** Paths and hosts of services that the company has rented for itself. */
export const companyPaths = ({ slug }: Company): string[] =>
  ['github.com', 'www.canva.com', 'www.notion.so'].map((host) => `${host}/${slug}`)
