import { readFile } from 'node:fs/promises'

export interface Mount {
  /** `<major>:<minor>` of the device. */
  readonly device: string
  readonly path: string
  readonly fileSystem: string
  /** Device file, such as `/dev/sdb1`. */
  readonly source: string
}

/** Mounts of this machine as Linux lists them; none where there is no such list. */
export const readMounts = async (listPath: string): Promise<readonly Mount[]> => {
  const text = await readFile(listPath, 'utf8').catch(() => '')
  return text.split('\n').flatMap(parseMount)
}

/** One line of mountinfo, see proc_pid_mountinfo(5): fixed fields, optional ones, `-`, type, source, options. */
const parseMount = (line: string): readonly Mount[] => {
  const [front = '', back = ''] = line.split(' - ')
  const [, , device, , path] = front.split(' ')
  const [fileSystem, source] = back.split(' ')
  if (!device || !path || !fileSystem || !source) return []
  return [{ device, path: unescapeOctal(path), fileSystem, source: unescapeOctal(source) }]
}

/** Spaces, tabs, line feeds and backslashes stand as `\040` and so on. */
const unescapeOctal = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
