import { type ArchiveFacts, type ArchiveMember, mostMembers } from './archive.ts'

const block = 512
/** Types of entries, see tar(5): files, and those that give the next entry a longer name. */
const fileTypes = new Set(['0', '\0', '7'])
const longNameType = 'L'
const extendedType = 'x'
const longestName = 64 * 1024

/** Reads the heads of a tar file out of its first bytes. What those cut off is left out. Null when it is no tar. */
export const readTar = (bytes: Buffer): ArchiveFacts | null => {
  if (bytes.length < block || bytes.toString('latin1', 257, 262) !== 'ustar') return null
  const members: ArchiveMember[] = []
  let longName: string | null = null
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0 && members.length < mostMembers; ) {
    const head = bytes.subarray(at, at + block)
    const size = numberAt(head, 124, 12)
    if (!Number.isSafeInteger(size) || size < 0) break
    const type = head.toString('latin1', 156, 157)
    const content = bytes.subarray(at + block, at + block + Math.min(size, longestName))
    if (fileTypes.has(type)) members.push(memberOf(head, size, longName))
    longName =
      type === longNameType ? textAt(content, 0, content.length) : type === extendedType ? pathIn(content) : null
    at += block + Math.ceil(size / block) * block
  }
  return { passwordProtected: false, members }
}

const memberOf = (head: Buffer, size: number, longName: string | null): ArchiveMember => {
  const prefix = textAt(head, 345, 155)
  const name = textAt(head, 0, 100)
  return {
    path: (longName ?? (prefix === '' ? name : `${prefix}/${name}`)).replace(/^\.\//, ''),
    size,
    checksum: null,
    modified: numberAt(head, 136, 12),
  }
}

/** `<length> path=<name>\n` of an extended head. */
const pathIn = (content: Buffer): string | null => /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1] ?? null

const textAt = (bytes: Buffer, start: number, length: number): string => {
  const zero = bytes.indexOf(0, start)
  const end = start + length
  return bytes.toString('utf8', start, zero < 0 || zero > end ? end : zero)
}

/** Octal digits; the first bit set stands for a number in binary. */
const numberAt = (head: Buffer, start: number, length: number): number => {
  if (((head[start] ?? 0) & 0x80) !== 0) return head.readUIntBE(start + length - 6, 6)
  return Number.parseInt(textAt(head, start, length).trim() || '0', 8)
}
