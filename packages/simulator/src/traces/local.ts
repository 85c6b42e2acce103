import { contentOf, type Document } from '../document.ts'
import type { Random } from '../random.ts'
import { editorProcess, endpointEvent, localFile, sourceMachine, type Trace } from '../scene.ts'
import { type Extension, kindOf } from '../vocabulary/file-kinds.ts'

export type Change = readonly [action: string, changeType: string]

/** Work on the own disk. */
export const traceEdit: Trace<Change> = (scene, instant, id, document, [action, changeType]) => {
  const { ip, privateIp, operatingSystem, domain } = sourceMachine(scene)
  return {
    ...endpointEvent(scene, instant, id, action),
    file: localFile(scene, document, changeType),
    source: { ip, privateIp, operatingSystem, domain },
    process: editorProcess(scene),
  }
}

/** A file that got another name: its content, and so its hash, stays. The facts are the document before. */
export const traceRename: Trace<Document> = (scene, instant, id, document, before) => {
  const event = traceEdit(scene, instant, id, document, ['file-modified', 'MODIFIED'])
  const originalDirectory = scene.person.machine.home + before.folder
  return { ...event, file: { ...event.file, originalName: before.name, originalDirectory } }
}

/** Several documents in one archive. */
export const packed = (
  documents: readonly Document[],
  name: string,
  at: { readonly instant: number; readonly random: Random; readonly extension?: Extension },
): Document => {
  const [first] = documents as readonly [Document, ...Document[]]
  const kind = kindOf(at.extension ?? 'zip')
  const sizeInBytes = Math.round(documents.reduce((sum, document) => sum + document.sizeInBytes, 0) * 0.7) + 200
  const times = { created: at.instant, modified: at.instant }
  return { ...first, ...contentOf(at.random, kind), ...times, kind, name, folder: 'Documents/', sizeInBytes }
}

/** The same content under another name. */
export const renamed = (document: Document, name: string): Document => ({ ...document, name })
