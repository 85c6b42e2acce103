/** A file inside an archive, as the archive's own list has it. */
export interface ArchiveMember {
  /** Path inside the archive, with slashes. */
  readonly path: string
  /** Bytes before compression; null where the list has no room for so many. */
  readonly size: number | null
  /** CRC-32 of the content; null in formats that keep none. */
  readonly checksum: number | null
  /** Seconds since 1970 when the file was last changed; null in formats that keep local time. */
  readonly modified: number | null
}

/** What an archive tells of itself without being unpacked. */
export interface ArchiveFacts {
  /** Null in formats whose list is not read. */
  readonly passwordProtected: boolean | null
  /** Files in it, at most `mostMembers`; none in formats whose list is not read. */
  readonly members: readonly ArchiveMember[]
}

/** Members that are listed; what an archive holds beyond is not looked at. */
export const mostMembers = 1_000
