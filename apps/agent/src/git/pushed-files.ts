import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import type { PushLine } from './remote-log.ts'

const limits = { commits: 500, milliseconds: 5_000, bytes: 4 * 1024 * 1024 }

export interface PushedRange extends Pick<PushLine, 'from' | 'to'> {
  readonly gitDirectory: string
  /** Remote and branch, such as `origin/main`. */
  readonly branch: string
  /** Name of the remote. */
  readonly remote: string
}

/**
 * Paths, relative to the clone, that the newest 500 commits of a push touched. Empty where git cannot tell: it is not
 * installed, takes too long, or the clone belongs to somebody else.
 */
export const pushedFiles = async (range: PushedRange): Promise<readonly string[]> => {
  const git = await gitAsOwner(range.gitDirectory)
  const commits = await git([
    'rev-list',
    '--no-merges',
    `--max-count=${limits.commits}`,
    range.to,
    '--not',
    ...base(range),
  ])
  if (commits === '') return []
  const names = await git(
    ['diff-tree', '--stdin', '--root', '-r', '-z', '--name-only', '--no-commit-id', '--no-renames', '--diff-filter=d'],
    commits,
  )
  return [...new Set(names.split('\0').filter((name) => name !== ''))]
}

/** Where the remote was: the branch before, or all its other branches when this one is new. */
const base = ({ from, branch, remote }: PushedRange): string[] =>
  /^0+$/.test(from) ? [`--exclude=${branch}`, `--remotes=${remote}`] : [from]

const environment = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
}

/** Plumbing commands only, with the rights of whoever owns the clone: its settings may name programs to run. */
const gitAsOwner = async (gitDirectory: string) => {
  const { uid, gid } = await stat(gitDirectory)
  const owner = process.getuid?.() === 0 ? { uid, gid } : {}
  return (args: readonly string[], input = ''): Promise<string> =>
    new Promise((resolve) => {
      const child = execFile(
        'git',
        ['-c', 'core.fsmonitor=false', '--git-dir', gitDirectory, ...args],
        {
          ...owner,
          cwd: '/',
          env: environment,
          timeout: limits.milliseconds,
          maxBuffer: limits.bytes,
          killSignal: 'SIGKILL',
        },
        (error, output) => resolve(error ? '' : output),
      )
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(input)
    })
}
