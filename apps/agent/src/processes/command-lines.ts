import { operandsOf, type Valued, valued, valuesOf } from './words.ts'

/** What a command line says of a transfer out of the machine. */
export interface Transfer {
  /** Host in lower case; null where the command line does not name it. */
  readonly host: string | null
  /** A service the command line names otherwise than by a host. */
  readonly service?: string
  /** Remote of rclone, whose settings know the service. */
  readonly remote?: string
  /** Files named in it, as they are written there. */
  readonly files: readonly string[]
}

/** Reads the words after the program. Null when nothing is taken out: a download, a copy on the machine, a listing. */
export type ReadTransfer = (words: readonly string[]) => Transfer | null

const hostOf = (text: string): string | null => {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(\[[^\]]+\]|[^/:?#]+)/i.exec(text)
  const plain = url ?? /^(?:[^/@]*@)?(\[[^\]]+\]|[\w.-]+)/.exec(text)
  return plain?.[1]?.replace(/^\[|\]$/g, '').toLowerCase() ?? null
}

/** `host:path`, `user@host:path`, `host::module` or a URL. A path with a slash before the colon is local. */
const isRemote = (text: string): boolean => /^(?:[^/:]+|(?:[^/]+@)?\[[^\]]+\]):/.test(text)

const curl: ReadTransfer = (words) => {
  const uploads = valuesOf(words, ['-T', '--upload-file'])
  const forms = valuesOf(words, ['-F', '--form']).flatMap((part) => /=[@<]([^;]+)/.exec(part)?.[1] ?? [])
  const bodies = valuesOf(words, ['-d', '--data', '--data-binary', '--data-ascii', '--json']).flatMap(
    (body) => /^@(.+)/.exec(body)?.[1] ?? [],
  )
  const files = [...uploads, ...forms, ...bodies].map((file) => file.replace(/^"(.*)"$/, '$1'))
  if (files.length === 0) return null
  const [url] = [...valuesOf(words, ['--url']), ...words.filter((word) => /^[a-z][a-z0-9+.-]*:\/\//i.test(word))]
  const bare = words.findLast((word) => /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(word) && !files.includes(word))
  return { host: hostOf(url ?? bare ?? ''), files }
}

const wget: ReadTransfer = (words) => {
  const files = valuesOf(words, ['--post-file', '--body-file'])
  return files.length === 0 ? null : { host: hostOf(words.findLast((word) => !word.startsWith('-')) ?? ''), files }
}

/** Sources, then the target, as `scp` and `rsync` have them. */
const copyTo =
  (withValue: Valued): ReadTransfer =>
  (words) => {
    const operands = operandsOf(words, withValue)
    const target = operands.at(-1)
    if (target === undefined || operands.length < 2 || !isRemote(target)) return null
    return { host: hostOf(target), files: operands.slice(0, -1).filter((source) => !isRemote(source)) }
  }

/** A host first; which files go there is said later, or in a script. */
const connectTo =
  (withValue: Valued): ReadTransfer =>
  (words) => {
    const [host] = operandsOf(words, withValue)
    return host === undefined ? null : { host: hostOf(host), files: [] }
  }

/** Host, remote folder and files, as `ncftpput` has them. */
const putTo =
  (withValue: Valued): ReadTransfer =>
  (words) => {
    const [host, , ...files] = operandsOf(words, withValue)
    return host === undefined ? null : { host: hostOf(host), files }
  }

const buckets: Readonly<Record<string, { service: string; host: (bucket: string) => string }>> = {
  s3: { service: 'Amazon S3', host: (bucket) => `${bucket}.s3.amazonaws.com` },
  gs: { service: 'Google Cloud Storage', host: () => 'storage.googleapis.com' },
}

/** A bucket or a web address as target; another endpoint than the usual one is named by an option. */
const storeIn: ReadTransfer = (words) => {
  const operands = operandsOf(
    words,
    valued('--profile --region --endpoint-url --project --content-type --account-name'),
  )
  const target = operands.at(-1) ?? ''
  const files = operands.slice(0, -1).filter((word) => !isRemote(word))
  const [, scheme = '', bucket = ''] = /^(s3|gs):\/\/([^/]+)/.exec(target) ?? []
  const store = buckets[scheme]
  if (!store) return /^https:\/\//.test(target) ? { host: hostOf(target), files } : null
  const [endpoint] = valuesOf(words, ['--endpoint-url'])
  if (endpoint !== undefined) return { host: hostOf(endpoint), files }
  return { host: store.host(bucket.toLowerCase()), service: store.service, files }
}

const rcloneCommands = valued('copy copyto move moveto sync bisync rcat')

const rclone: ReadTransfer = (words) => {
  const [command = '', ...operands] = operandsOf(
    words,
    valued('--config --transfers --checkers --bwlimit --include --exclude --log-file'),
  )
  const target = operands.at(-1) ?? ''
  const remote = /^([^:/]+):/.exec(target)?.[1]
  if (!rcloneCommands.has(command) || remote === undefined) return null
  return { host: null, remote, files: operands.slice(0, -1).filter((source) => !isRemote(source)) }
}

/** `send` and what to send, to whoever knows the code. */
const send =
  (service: string): ReadTransfer =>
  (words) => {
    const [command, ...files] = operandsOf(words, valued('--code --relay --pass'))
    return command === 'send' || command === 'tx' ? { host: null, service, files } : null
  }

const sshOptions = valued('-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w -X')

/** File-transfer programs by the names they run under. */
export const transferPrograms: ReadonlyMap<string, ReadTransfer> = new Map([
  ['curl', curl],
  ['wget', wget],
  ['scp', copyTo(sshOptions)],
  [
    'rsync',
    copyTo(valued('-e -f -B -M -T --rsh --exclude --include --filter --files-from --log-file --password-file')),
  ],
  ['sftp', connectTo(sshOptions)],
  ['ssh', connectTo(sshOptions)],
  ['ftp', connectTo(valued('-o -P -r -s -T'))],
  ['lftp', connectTo(valued('-e -u -p -f -c'))],
  ['ncftp', connectTo(valued('-u -p -P -j'))],
  ['ncftpput', putTo(valued('-u -p -P -j'))],
  ['tftp', connectTo(valued('-m'))],
  ['nc', connectTo(valued('-i -q -s -w -x -X'))],
  ['ncat', connectTo(valued('-i -w -x --proxy'))],
  ['netcat', connectTo(valued('-i -q -s -w'))],
  ['smbclient', (words) => connectTo(valued('-U -c -p -W'))(words.map((word) => word.replace(/^\/\//, '')))],
  ['aws', storeIn],
  ['s3cmd', storeIn],
  ['s5cmd', storeIn],
  ['gsutil', storeIn],
  ['gcloud', storeIn],
  ['azcopy', storeIn],
  ['rclone', rclone],
  ['croc', send('croc')],
  ['wormhole', send('Magic Wormhole')],
])
