import type { BenchServer } from './support/server.ts'

export interface DirectoryQuestion {
  /** What to ask in each repetition. */
  readonly path: (run: number) => string
  /** A change made before each repetition, so that nothing that was remembered may be used. */
  readonly before?: (run: number) => Promise<unknown>
}

interface KnownUser {
  readonly username: string
  readonly legacyUserId: string
  readonly orgId: string
}

/** Users and machines of a page. */
const size = 100

/** What clients ask of each family of lists: its ends, its middle, its orders, parts of names. */
export const questionsFor = async (
  { client }: BenchServer,
  rows: number,
): Promise<Readonly<Record<string, DirectoryQuestion>>> => {
  const call = { method: 'GET' as const, path: `/v1/users?page=${rows / 2}&pageSize=1`, repeatable: true }
  const { users } = await client.requester.json<{ users: [KnownUser] }>(call)
  const [user] = users
  const rename = (run: number) => {
    const path = `/api/v1/User/${user.legacyUserId}`
    return client.requester.json({
      method: 'PUT',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ lastName: `Renamed ${run}` }),
      repeatable: true,
    })
  }
  const ask = (path: string): DirectoryQuestion => ({ path: () => path })
  /** Five pages by turns around the middle, or up to the end, of so many rows. */
  const middle = (path: string, of = rows): DirectoryQuestion => ({
    path: (run) => `${path}${Math.max(1, Math.floor(of / size / 2) + (run % 5) - 2)}`,
  })
  const late = (path: string): DirectoryQuestion => ({ path: (run) => `${path}${rows / size - (run % 5)}` })
  const turns = (path: string, texts: readonly string[]): DirectoryQuestion => ({
    path: (run) => `${path}${texts[run % texts.length]}`,
  })
  const short = ['an', 'er', 'li', 'ma', 'on']
  const name = encodeURIComponent(user.username)
  const [users1, agents, devices] = ['/v1/users', '/v1/agents', '/v1/devices'].map((path) => `${path}?pageSize=${size}`)
  const [people, computers] = ['User', 'Computer'].map((path) => `/api/v1/${path}?pgSize=${size}`)
  // As many as there are among 1,000, so that the answers are of one size.
  const some = '/api/v1/Computer?pgSize=25'
  const inOrganization = `orgUid=${user.orgId}`
  const members = { method: 'GET' as const, path: `/api/v1/User?pgSize=1&${inOrganization}`, repeatable: true }
  const { data } = await client.requester.json<{ data: { totalCount: number } }>(members)
  return {
    'users, first page': ask(`${users1}`),
    'users, middle pages': middle(`${users1}&page=`),
    'users, late pages': late(`${users1}&page=`),
    'users, active': ask(`${users1}&active=true`),
    'users, active, middle pages': middle(`${users1}&active=true&page=`),
    'users, by name': ask(`/v1/users?username=${name}`),
    'agents, first page by name': ask(`${agents}`),
    'agents, middle pages by name': middle(`${agents}&page=`),
    'agents, late pages by name': late(`${agents}&page=`),
    'agents, by name downwards, middle pages': middle(`${agents}&srtDir=DESC&page=`),
    'agents, active, by last connection': ask(`${agents}&active=true&srtKey=LAST_CONNECTED&srtDir=DESC`),
    'agents, by last connection, middle pages': middle(`${agents}&srtKey=LAST_CONNECTED&page=`),
    'agents, by host name, middle pages': middle(`${agents}&srtKey=OS_HOSTNAME&page=`),
    'agents, by operating system': ask(`${agents}&srtKey=OS_NAME`),
    'agents, by owner': ask(`${agents}&srtKey=USER_ID`),
    'agents of a type': ask(`${agents}&agentType=COMBINED`),
    'agents, unhealthy': ask(`${agents}&agentHealthy=false`),
    'devices, first page': ask(`${devices}`),
    'devices, middle pages': middle(`${devices}&page=`),
    'devices, late pages': late(`${devices}&page=`),
    'devices, active, by name, middle pages': middle(`${devices}&active=true&sortKey=name&page=`),
    'console users': ask(`${people}`),
    'console users, middle pages': middle(`${people}&pgNum=`),
    'console users, late pages': late(`${people}&pgNum=`),
    'console users, active': ask(`${people}&active=true`),
    'console users, by last name': ask(`${people}&srtKey=lastName`),
    'console users, by last name, middle pages': middle(`${people}&srtKey=lastName&pgNum=`),
    'console users, by e-mail downwards, middle pages': middle(`${people}&srtKey=email&srtDir=desc&pgNum=`),
    'console users of an organization': ask(`${people}&${inOrganization}`),
    'console users of an organization, middle pages': middle(`${people}&${inOrganization}&pgNum=`, data.totalCount),
    'console users of an organization, middle pages, after a change': {
      ...middle(`${people}&${inOrganization}&pgNum=`, data.totalCount),
      before: rename,
    },
    'console users with a role': ask(`${people}&roleId=customer-cloud-admin`),
    'console users, q, a whole name': ask(`${people}&q=${name}`),
    'console users, q, two letters': turns(`${people}&q=`, short),
    'console users, q, two letters, after a change': { ...turns(`${people}&q=`, short), before: rename },
    'console users, q, what all bear': ask(`${people}&q=example`),
    'console users, q, what all bear, after a change': { ...ask(`${people}&q=example`), before: rename },
    'console computers': ask(`${computers}`),
    'console computers, middle pages': middle(`${computers}&pgNum=`),
    'console computers, late pages': late(`${computers}&pgNum=`),
    'console computers, active': ask(`${computers}&active=true`),
    'console computers, by name, middle pages': middle(`${computers}&srtKey=name&pgNum=`),
    'console computers, backup usage': ask(`${computers}&incBackupUsage=true`),
    'console computers, backup usage, middle pages': middle(`${computers}&incBackupUsage=true&pgNum=`),
    'console computers, by last backup': ask(`${computers}&srtKey=lastBackup&srtDir=desc`),
    'console computers of an organization': ask(`${computers}&${inOrganization}`),
    'console computers, q': ask(`${some}&q=laptop-a`),
    'console computers, q, by name': ask(`${some}&q=laptop-a&srtKey=name`),
  }
}
