import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, with a trailing slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

const generated = /^(package-lock\.json|.*\.(svg|png|ico|zst|gz))$/

/** Every file that is, or is about to be, under version control, relative to the root. */
export const repositoryFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)))

/** Files written by hand: everything but lockfile and pictures. */
export const writtenFiles = (): string[] => repositoryFiles().filter((path) => !generated.test(path))

/** TypeScript sources, tests included. */
export const typeScriptFiles = (): string[] => repositoryFiles().filter((path) => path.endsWith('.ts'))

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')
