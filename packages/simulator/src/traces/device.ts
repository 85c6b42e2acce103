import type { Media } from '../media.ts'
import { editorProcess, endpointEvent, localFile, type Scene, sourceMachine, type Trace } from '../scene.ts'

/** A file copied to a stick or an outside disk. */
export const traceMedia: Trace<Media> = (scene, instant, id, document, media) => {
  const file = localFile(scene, document, 'COPIED')
  return {
    ...endpointEvent(scene, instant, id, 'removable-media-created', 'REMOVABLE_MEDIA_OUT'),
    file: {
      ...file,
      directory: mountOf(scene, media),
      originalDirectory: file.directory,
      originalName: file.name,
    },
    source: sourceMachine(scene),
    destination: mediaSide(scene, media),
    process: editorProcess(scene),
  }
}

const mediaSide = ({ person }: Scene, { vendor, mediaName, capacity, serialNumber, partitionId, volume }: Media) => ({
  category: 'Device',
  name: 'Removable Media',
  operatingSystem: person.machine.operatingSystem,
  removableMedia: {
    ...{ vendor, name: mediaName, mediaName, serialNumber, capacity, busType: 'USB' },
    volumeName: [person.machine.platform === 'windows' ? `${volume} (D:)` : volume],
    partitionId: [partitionId],
  },
  identifiers: [
    { key: 'mediaName', value: mediaName },
    { key: 'serialNumber', value: serialNumber },
  ],
})

const mountOf = ({ person: { machine, userName } }: Scene, { volume }: Media): string =>
  ({ windows: 'D:/', mac: `/Volumes/${volume}/`, linux: `/media/${userName}/${volume}/` })[machine.platform]

/** A file handed to a device nearby, by the name that device bears. */
export const traceAirDrop: Trace<string> = (scene, instant, id, document, deviceName) => ({
  ...endpointEvent(scene, instant, id, 'application-read', 'UNKNOWN'),
  file: localFile(scene, document, 'NONE'),
  source: sourceMachine(scene),
  destination: { category: 'Device', name: 'AirDrop', identifiers: [{ key: 'deviceName', value: deviceName }] },
  process: { executable: '/usr/libexec/sharingd', owner: scene.person.userName },
})

/** A document sent to a printer. */
export const tracePrint: Trace<{ readonly printer: string; readonly job?: string }> = (
  scene,
  instant,
  id,
  document,
  { printer, job = document.name },
) => ({
  ...endpointEvent(scene, instant, id, 'file-printed', 'UNKNOWN'),
  file: localFile(scene, document, 'NONE'),
  source: sourceMachine(scene),
  destination: { category: 'Device', name: printer, printJobName: job, printerName: printer },
})
