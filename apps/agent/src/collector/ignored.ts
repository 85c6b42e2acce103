import { basename, sep } from 'node:path'

/** Names that editors, office programs and browsers give to files of their own for a while. */
const temporaryNames = [
  /^\.~lock\..*#$/,
  /^~\$/,
  /~$/,
  /^#.*#$/,
  /^\.#/,
  /\.sw[a-z]$/,
  /\.(crdownload|part|partial|download|opdownload)$/i,
  /^\.goutputstream-/,
  /^4913$/,
]

export interface IgnoreOptions {
  /** Folders left out with all they hold, such as the agent's own. */
  readonly folders: readonly string[]
  readonly hiddenFiles: boolean
  readonly temporaryFiles: boolean
}

/** Tells what is not reported at all. Hidden files are, unless told otherwise: `.env` is worth taking. */
export const createIgnored = ({ folders, hiddenFiles, temporaryFiles }: IgnoreOptions) => {
  const prefixes = folders.map((folder) => `${folder}${sep}`)
  return (path: string): boolean => {
    if (folders.includes(path) || prefixes.some((prefix) => path.startsWith(prefix))) return true
    const name = basename(path)
    if (hiddenFiles && name.startsWith('.')) return true
    return temporaryFiles && temporaryNames.some((pattern) => pattern.test(name))
  }
}
