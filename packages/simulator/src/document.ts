import type { Person } from './organization.ts'
import type { Project } from './project.ts'
import { createRandomAt, hashText, mix, type Random } from './random.ts'
import { type Extension, type FileKind, kindOf } from './vocabulary/file-kinds.ts'
import { documentNouns, moduleNouns, qualifiers } from './vocabulary/words.ts'

/** One version of a file as it lies on a machine or in a cloud drive. */
export interface Document {
  readonly name: string
  /** What its content is; the name may say another thing. */
  readonly kind: FileKind
  /** Folder below the home folder, with a closing slash. */
  readonly folder: string
  readonly project: Project
  readonly sizeInBytes: number
  readonly md5: string
  readonly sha256: string
  /** Epoch milliseconds. */
  readonly created: number
  readonly modified: number
}

const dayMs = 86_400_000
/** Places in projects are taken by other documents after so long. */
const lifetime = 240 * dayMs
// A document gets a new version about every nine days, so that the same hash is met on several machines.
const versionMs = 9 * dayMs

/**
 * Draws a document a person works with at `instant`. Its facts follow from project, number and version alone:
 * nothing is remembered, yet names and hashes repeat the way shared files do.
 */
export const drawDocument = (
  random: Random,
  { projects }: Pick<Person, 'projects'>,
  instant: number,
  prefer?: readonly Extension[],
): Document => {
  const project = random.pick(projects)
  const number = Math.floor(project.documents * random.next() * random.next() * random.next())
  return documentAt(project, number, instant, prefer && random.pick(prefer))
}

/** A document of a project by its number, as it is at `instant`; of the given kind where one is named. */
export const documentAt = (project: Project, number: number, instant: number, extension?: Extension): Document => {
  const key = mix(hashText(project.key) ^ (extension ? hashText(extension) : 0))
  const phase = mix(key ^ number) / 2 ** 32
  const generation = Math.floor(instant / lifetime + phase)
  const facts = createRandomAt(key, number, generation)
  const kind = kindOf(extension ?? facts.pick(project.department.extensions))
  const name = nameDocument(facts, project, kind)
  const folder = folderOf(facts, project, kind)
  const created = Math.floor((generation - phase) * lifetime)
  const { version, modified } = versionAt(created, instant, mix(key ^ (number + 1)))
  const content = createRandomAt(key, number, generation, version + 1)
  return { name, kind, folder, project, created, modified, ...contentOf(content, kind) }
}

/** The same document in the middle of being edited: a content that nobody met before. */
export const editedAt = (document: Document, instant: number): Document => {
  const content = createRandomAt(hashText(document.md5), Math.floor(instant / 1000), instant % 1000)
  return { ...document, modified: instant, ...contentOf(content, document.kind) }
}

// Versions are saved at times that look by chance, no two documents on one day.
const versionAt = (created: number, instant: number, key: number) => {
  const count = Math.max(0, Math.floor((instant - created) / versionMs))
  const saved = (version: number) =>
    version === 0 ? created : created + version * versionMs + (mix(key ^ version) % (versionMs / 2))
  const version = saved(count) <= instant ? count : Math.max(0, count - 1)
  return { version, modified: Math.min(instant, saved(version)) }
}

/** Size and hashes of a content that is told apart by where its chance comes from. */
export const contentOf = (content: Random, kind: FileKind) => {
  const sizeInBytes = Math.max(16, Math.round(kind.medianBytes * Math.exp(content.normal() * 1.2)))
  return { sizeInBytes, md5: content.hex(32), sha256: content.hex(64) }
}

const nameDocument = (facts: Random, project: Project, kind: FileKind): string => {
  const topic = facts.pick(project.department.topics)
  if (kind.category === 'SourceCode' || kind.category === 'Script')
    return `${topic.replaceAll(' ', '_')}_${facts.pick(moduleNouns)}.${kind.extension}`
  const stem = `${project.name.split(' ')[0]} ${topic} ${facts.pick(documentNouns)}`
  return facts.chance(0.45) ? `${stem} ${facts.pick(qualifiers)}.${kind.extension}` : `${stem}.${kind.extension}`
}

const folderOf = (facts: Random, project: Project, kind: FileKind): string => {
  if (kind.category === 'SourceCode')
    return `src/${project.name.toLowerCase().replace(' ', '-')}/${facts.pick(moduleNouns)}/`
  return facts.chance(0.7)
    ? `Documents/Projects/${project.name}/`
    : facts.pick(['Desktop/', 'Downloads/', 'Documents/'])
}
