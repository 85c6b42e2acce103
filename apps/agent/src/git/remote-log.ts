import { basename, dirname, resolve } from 'node:path'

/** The log of a remote branch, into which git writes a line for each push and fetch. */
export interface RemoteLog {
  /** `.git` of the clone. */
  readonly gitDirectory: string
  /** Remote and branch, such as `origin/main`; either may hold slashes. */
  readonly branch: string
}

const marker = '/logs/refs/remotes/'

/** The remote branch whose log a path is; null for every other path. See gitrepository-layout(5). */
export const remoteLogAt = (path: string): RemoteLog | null => {
  const at = path.indexOf(marker)
  if (at < 0 || path.endsWith('/HEAD')) return null
  return { gitDirectory: path.slice(0, at), branch: path.slice(at + marker.length) }
}

/** One push to one branch. */
export interface PushLine {
  /** Commit the branch was at; 40 or 64 zeros for a new branch. */
  readonly from: string
  readonly to: string
  readonly userName: string
  readonly userEmail: string
  /** Milliseconds. The pusher's own word: git takes it from the environment. */
  readonly time: number
}

const linePattern = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (.*?) ?<([^>]*)> (\d+) [-+]\d{4}\tupdate by push/

/** The lines of a log that are pushes; fetches and clones write others. */
export const pushesIn = (text: string): PushLine[] =>
  text.split('\n').flatMap((line) => {
    const [, from = '', to = '', userName = '', userEmail = '', seconds] = linePattern.exec(line) ?? []
    return seconds === undefined ? [] : [{ from, to, userName, userEmail, time: Number(seconds) * 1000 }]
  })

/** The folder of the clone as a person knows it: that of the checked-out files, or of a bare repository itself. */
export const clonePath = (gitDirectory: string, worktree: string | undefined): string => {
  if (worktree) return resolve(gitDirectory, worktree)
  return basename(gitDirectory) === '.git' ? dirname(gitDirectory) : gitDirectory
}
