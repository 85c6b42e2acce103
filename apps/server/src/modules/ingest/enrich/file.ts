import {
  categoryOfExtension,
  categoryOfMimeType,
  extensionOf,
  type FileCategoryValue,
  isVagueMimeType,
} from '@spillway/content'
import type { FileEvent } from '@spillway/event-model'
import mime from 'mime'

interface ExtensionFacts {
  readonly mimeType: string | null
  readonly category: FileCategoryValue | null
}

const unknown: ExtensionFacts = { mimeType: null, category: null }
const rememberedExtensions = 2_000
const remembered = new Map<string, ExtensionFacts>()

/** MIME type and category of a name's extension. */
const factsOf = (name: string): ExtensionFacts => {
  const extension = extensionOf(name)
  if (extension === null) return unknown
  const known = remembered.get(extension)
  if (known) return known
  const facts = lookUp(extension)
  if (remembered.size < rememberedExtensions) remembered.set(extension, facts)
  return facts
}

// Some extensions mean two things (`ts` is TypeScript and a video stream): the category list decides.
const lookUp = (extension: string): ExtensionFacts => {
  const category = categoryOfExtension(extension)
  const mimeType = mime.getType(extension)
  const ofType = mimeType === null ? null : categoryOfMimeType(mimeType)
  const agrees = category === null || ofType === null || ofType === category
  return { mimeType: agrees ? mimeType : null, category: category ?? ofType }
}

/**
 * Fills the MIME types and categories the sender left open. The content type is retained, unless it is missing or vague
 * and the extension is known.
 */
export const enrichFile = ({ file }: FileEvent): void => {
  if (file.name === null && file.mimeTypeByBytes === null && file.mimeTypeByExtension === null) return
  const byName = file.name === null ? unknown : factsOf(file.name)
  file.mimeTypeByExtension ??= byName.mimeType
  const bytes = file.mimeTypeByBytes
  const categoryByExtension = byName.category ?? categoryOf(file.mimeTypeByExtension)
  file.categoryByExtension ??= categoryByExtension
  file.categoryByBytes ??= categoryOf(bytes)
  const nameDecides = bytes === null || (isVagueMimeType(bytes) && categoryByExtension !== null)
  file.mimeType ??= nameDecides ? (file.mimeTypeByExtension ?? bytes) : bytes
  file.category ??= (nameDecides ? categoryByExtension : categoryOf(bytes)) ?? 'Uncategorized'
}

const categoryOf = (mimeType: string | null): FileCategoryValue | null =>
  mimeType === null ? null : categoryOfMimeType(mimeType)
