import { drawFor, endpointEvent, localFile, type Recipe, sourceMachine } from '../scene.ts'

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
    const [action, changeType] = scene.random.pick(changes)
    const { ip, privateIp, operatingSystem, domain } = sourceMachine(scene)
    return (instant, id) => ({
      ...endpointEvent(scene, instant, id, action),
      file: localFile(scene, drawFor(scene, instant), changeType),
      source: { ip, privateIp, operatingSystem, domain },
      process: { executable: scene.person.machine.editor, owner: scene.person.userName },
    })
  },
}
