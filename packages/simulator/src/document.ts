import type { Person } from './organization.ts'
import type { Project } from './project.ts'
import { createRandom, hashText, type Random } from './random.ts'
import { type Extension, type FileKind, kindOf } from './vocabulary/file-kinds.ts'
import { documentNouns, moduleNouns, qualifiers } from './vocabulary/words.ts'

/** One version of a file as it lies on a machine or in a cloud drive. */
export interface Document {
  readonly name: string
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
// A document gets a new version about every nine days, so that the same hash is met on several machines.
const versionDays = 9

/**
 * Draws a document a person works with at `instant`. Its facts follow from project, number and version alone:
 * nothing is remembered, yet names and hashes repeat the way shared files do.
 */
export const drawDocument = (
  random: Random,
  person: Person,
  instant: number,
  prefer?: readonly Extension[],
): Document => {
  const project = random.pick(person.projects)
  const number = Math.floor(project.documents * random.next() * random.next())
  const version = Math.floor(instant / (versionDays * dayMs))
  const facts = createRandom(hashText(project.key) ^ Math.imul(number + 1, 0x9e3779b1))
  const kind = kindOf(prefer ? random.pick(prefer) : facts.pick(project.department.extensions))
  const name = nameDocument(facts, project, kind)
  const modified = instant - random.integer(3 * dayMs)
  return {
    name,
    kind,
    folder: folderOf(facts, project, kind),
    project,
    modified,
    created: modified - random.integer(60 * dayMs),
    ...contentOf(facts, kind, version),
  }
}

const contentOf = (facts: Random, kind: FileKind, version: number) => {
  const content = createRandom(facts.integer(2 ** 31) ^ Math.imul(version, 0x85ebca6b))
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
