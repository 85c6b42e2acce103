import { readText } from './text-file.ts'

/** User ids of people, see login.defs(5). */
const people = { first: 1_000, last: 60_000 }
const mostHomes = 200

/** Home folders of the people on this machine, as the user list has them, after the agent's own. */
export const homeFolders = async (own: string, userList = '/etc/passwd'): Promise<readonly string[]> => {
  const rows = ((await readText(userList)) ?? '').split('\n').map((row) => row.split(':'))
  const homes = rows.flatMap(([, , uid, , , home]) => {
    const id = Number(uid)
    return home?.startsWith('/') && id >= people.first && id <= people.last ? [home] : []
  })
  return [...new Set([own, ...homes])].slice(0, mostHomes)
}
