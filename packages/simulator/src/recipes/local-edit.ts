import { type Document, editedAt } from '../document.ts'
import { drawFor, type Recipe, type Scene } from '../scene.ts'
import { traceEdit, traceRename } from '../traces/local.ts'

const changes = [
  ['file-modified', 'MODIFIED'],
  ['file-modified', 'MODIFIED'],
  ['file-modified', 'MODIFIED'],
  ['file-created', 'CREATED'],
  ['file-created', 'CREATED'],
  ['file-deleted', 'DELETED'],
] as const

/** Everyday work on the own disk: most of what an agent sees. */
export const localEdit: Recipe = {
  name: 'local-edit',
  share: 62,
  begin: (scene) => {
    const change = scene.random.pick(changes)
    return (instant, id) => {
      const document = drawFor(scene, instant)
      if (change[1] !== 'MODIFIED') return traceEdit(scene, instant, id, document, change)
      if (scene.random.chance(0.04)) return traceRename(scene, instant, id, anotherName(scene, document), document)
      return traceEdit(scene, instant, id, editedAt(document, instant), change)
    }
  },
}

const anotherName = ({ random }: Scene, document: Document): Document => {
  const dot = document.name.lastIndexOf('.')
  const suffix = random.pick([' v2', ' final', ' old', ' (1)', ' reviewed'])
  return { ...document, name: `${document.name.slice(0, dot)}${suffix}${document.name.slice(dot)}` }
}
