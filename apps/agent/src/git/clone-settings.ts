import { join } from 'node:path'
import { readSections, type Section } from '../destinations/settings-text.ts'
import { readText } from '../destinations/text-file.ts'
import { type Remote, readRemote } from './remote-url.ts'

/** What the settings of a clone tell, see git-config(1). Included files are not followed. */
export interface CloneSettings {
  /** Folder of the checked-out files where it is not the one that holds `.git`. */
  readonly worktree: string | undefined
  /** The remote of a branch such as `origin/main`, with its name; null where it is unknown or in a folder. */
  readonly remoteOf: (branch: string) => (Remote & { readonly name: string }) | null
}

export const readCloneSettings = async (gitDirectory: string): Promise<CloneSettings> => {
  const sections = readSections((await readText(join(gitDirectory, 'config'))) ?? '')
  const remotes = [...sections].flatMap(([heading, section]) => {
    const name = /^remote "(.*)"$/.exec(heading)?.[1]
    const address = section.get('pushurl') ?? section.get('url')
    return name === undefined || address === undefined ? [] : [{ name, address: rewritten(address, sections) }]
  })
  // The longest name first: one remote may be called `team` and another `team/ann`.
  const known = remotes.toSorted((a, b) => b.name.length - a.name.length)
  return {
    worktree: sections.get('core')?.get('worktree'),
    remoteOf: (branch) => {
      const found = known.find(({ name }) => branch.startsWith(`${name}/`))
      const remote = found ? readRemote(found.address) : null
      return found && remote ? { ...remote, name: found.name } : null
    },
  }
}

/** `url.<base>.insteadOf` lets `<base>` stand for a short beginning. */
const rewritten = (address: string, sections: ReadonlyMap<string, Section>): string => {
  for (const [heading, section] of sections) {
    const base = /^url "(.*)"$/.exec(heading)?.[1]
    const short = section.get('pushinsteadof') ?? section.get('insteadof')
    if (base !== undefined && short && address.startsWith(short)) return `${base}${address.slice(short.length)}`
  }
  return address
}
