import type { FileHandle } from 'node:fs/promises'
import { type ArchiveFacts, type ArchiveMember, mostMembers } from './archive.ts'

/** Layout of APPNOTE.TXT 6.3, sections 4.3.12 and 4.3.16. */
const end = { signature: 0x06054b50, size: 22, longestComment: 0xffff }
const entry = { signature: 0x02014b50, size: 46 }
const isEncrypted = 0x0001
const isUtf8 = 0x0800
/** Sizes of 4 GiB and more stand in an extra field. */
const isElsewhere = 0xffffffff
const largestList = 1024 * 1024

/** Reads the list at the end of a zip file. Null when there is none, as in a damaged file. */
export const readZip = async (handle: FileHandle, size: number): Promise<ArchiveFacts | null> => {
  const tail = await readAt(handle, Math.max(0, size - end.size - end.longestComment), size)
  const at = tail.lastIndexOf(Uint8Array.of(0x50, 0x4b, 0x05, 0x06))
  if (at < 0 || at + end.size > tail.length) return null
  const length = tail.readUInt32LE(at + 12)
  const start = tail.readUInt32LE(at + 16)
  const list = await readAt(handle, start, Math.min(size, start + Math.min(length, largestList)))
  return parseList(list)
}

const readAt = async (handle: FileHandle, from: number, to: number): Promise<Buffer> => {
  const length = Math.max(0, to - from)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from)
  return buffer.subarray(0, bytesRead)
}

const parseList = (list: Buffer): ArchiveFacts => {
  const members: ArchiveMember[] = []
  let passwordProtected = false
  for (let at = 0; at + entry.size <= list.length && members.length < mostMembers; ) {
    if (list.readUInt32LE(at) !== entry.signature) break
    const flags = list.readUInt16LE(at + 8)
    const next = at + entry.size + list.readUInt16LE(at + 28) + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)
    const member = readEntry(list.subarray(at, next), flags)
    passwordProtected ||= (flags & isEncrypted) !== 0
    if (!member.path.endsWith('/')) members.push(member)
    at = next
  }
  return { passwordProtected, members }
}

const readEntry = (bytes: Buffer, flags: number): ArchiveMember => ({
  path: bytes.toString((flags & isUtf8) === 0 ? 'latin1' : 'utf8', entry.size, entry.size + bytes.readUInt16LE(28)),
  size: bytes.readUInt32LE(24) === isElsewhere ? null : bytes.readUInt32LE(24),
  checksum: bytes.readUInt32LE(16),
  modified: null,
})
