import { createRandom } from '../random.ts'
import { drawFor, endpointEvent, localFile, type Recipe, type Scene, sourceMachine } from '../scene.ts'
import { removableMedia } from '../vocabulary/words.ts'

/** Files copied to a stick or an outside disk. */
export const copyToRemovableMedia: Recipe = {
  name: 'removable-media',
  share: 1.2,
  mostFiles: 6,
  begin: (scene) => {
    const media = ownMedia(scene)
    return (instant, id) => {
      const file = localFile(scene, drawFor(scene, instant), 'COPIED')
      return {
        ...endpointEvent(scene, instant, id, 'removable-media-created', 'REMOVABLE_MEDIA_OUT'),
        file: { ...file, directory: mountOf(scene), originalDirectory: file.directory, originalName: file.name },
        source: sourceMachine(scene),
        destination: destinationOf(scene, media),
        process: { executable: scene.person.machine.editor, owner: scene.person.userName },
      }
    }
  },
}

// Everybody owns one or two sticks and keeps using them: the same serial numbers return.
const ownMedia = ({ person, random }: Scene) => {
  const facts = createRandom(person.index * 2 + random.integer(2))
  const [vendor, mediaName, capacity] = facts.pick(removableMedia)
  return { vendor, mediaName, capacity, serialNumber: facts.hex(20).toUpperCase(), partitionId: facts.uuid() }
}

const destinationOf = (
  { person }: Scene,
  { vendor, mediaName, capacity, serialNumber, partitionId }: ReturnType<typeof ownMedia>,
) => ({
  category: 'Device',
  name: 'Removable Media',
  operatingSystem: person.machine.operatingSystem,
  removableMedia: {
    vendor,
    name: mediaName,
    mediaName,
    serialNumber,
    capacity,
    busType: 'USB',
    volumeName: [person.machine.platform === 'windows' ? 'BACKUP (D:)' : 'BACKUP'],
    partitionId: [partitionId],
  },
  identifiers: [
    { key: 'mediaName', value: mediaName },
    { key: 'serialNumber', value: serialNumber },
  ],
})

const mountOf = ({ person: { machine, userName } }: Scene): string =>
  ({ windows: 'D:/', mac: '/Volumes/BACKUP/', linux: `/media/${userName}/BACKUP/` })[machine.platform]
