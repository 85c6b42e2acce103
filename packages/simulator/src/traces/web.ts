import type { Document } from '../document.ts'
import type { Place } from '../places.ts'
import { endpointEvent, localFile, type Scene, sourceMachine, type Trace } from '../scene.ts'

/** A file read by a browser that shows an upload page. */
export const traceUpload: Trace<Place> = (scene, instant, id, document, place) => ({
  ...endpointEvent(scene, instant, id, 'application-read', 'UPLOADED'),
  file: localFile(scene, document, 'NONE'),
  source: sourceMachine(scene),
  destination: webSide(place),
  process: browserProcess(scene, place),
})

/** A file fetched from a web service to the own machine. */
export const traceDownload: Trace<Place> = (scene, instant, id, document, place) => {
  const { name, operatingSystem, ip, privateIp } = sourceMachine(scene)
  return {
    ...endpointEvent(scene, instant, id, 'file-downloaded', 'DOWNLOADED'),
    file: {
      ...localFile(scene, document, 'CREATED'),
      directory: `${scene.person.machine.home}Downloads/`,
    },
    source: webSide(place),
    destination: { category: 'Device', name, operatingSystem, ip, privateIp },
    process: browserProcess(scene, place),
  }
}

/** A place as events show it. */
export const webSide = ({ name, category, url, domain, title }: Place) => ({
  category,
  name,
  domains: [domain],
  tabs: [{ title, url }],
})

const extensionVersion = '2.4.1'

export const browserProcess = ({ person }: Scene, { signedIn }: Pick<Place, 'signedIn'>) => ({
  executable: person.machine.browser.executable,
  owner: person.userName,
  ...(signedIn && {
    extension: { browser: person.machine.browser.name, version: extensionVersion, loggedInUser: signedIn },
  }),
})

/** Where a file has been fetched before, as later events of it tell. */
export const acquiredFrom = (document: Document, place: Place, event: { id: string; at: string; user: string }) => ({
  eventId: event.id,
  eventAction: 'file-downloaded',
  agentTimestamp: event.at,
  userEmail: event.user,
  fileName: document.name,
  md5: document.md5,
  sourceCategory: place.category,
  sourceName: place.name,
  sourceDomains: [place.domain],
  tabs: webSide(place).tabs,
})
