import { readFile } from 'node:fs/promises'

/** Names a file's owner. Where there is no user list to read, and for ids not on it, the id itself. */
export const createOwnerNames = (userListPath = '/etc/passwd') => {
  let names: Promise<ReadonlyMap<number, string>> | null = null
  return async (uid: number): Promise<string | null> => {
    if (process.platform === 'win32') return null
    names ??= readUserList(userListPath)
    return (await names).get(uid) ?? String(uid)
  }
}

const readUserList = async (path: string): Promise<ReadonlyMap<number, string>> => {
  const text = await readFile(path, 'utf8').catch(() => '')
  const rows = text.split('\n').map((line) => line.split(':'))
  return new Map(rows.filter((row) => row.length > 2).map((row) => [Number(row[2]), row[0] ?? '']))
}
