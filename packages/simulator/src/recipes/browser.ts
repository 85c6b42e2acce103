import type { Random } from '../random.ts'
import { browserProcess, drawFor, endpointEvent, localFile, type Recipe, type Scene, sourceMachine } from '../scene.ts'
import { type Service, services } from '../vocabulary/services.ts'
import { createWeighted } from '../weighted.ts'

const chooseService = createWeighted(services, ({ weight }) => weight)

/** A file read by a browser that shows an upload page. */
export const upload: Recipe = {
  name: 'upload',
  share: 6,
  mostFiles: 3,
  begin: (scene) => {
    const service = chooseService(scene.random)
    return (instant, id) => ({
      ...endpointEvent(scene, instant, id, 'application-read', 'UPLOADED'),
      file: localFile(scene, drawFor(scene, instant), 'NONE'),
      source: sourceMachine(scene),
      destination: webPlace(scene, service),
      process: browserProcess(scene),
    })
  },
}

/** A file fetched from a web service to the own machine. */
export const download: Recipe = {
  name: 'download',
  share: 9,
  begin: (scene) => {
    const service = chooseService(scene.random)
    const { name, operatingSystem, ip, privateIp } = sourceMachine(scene)
    return (instant, id) => ({
      ...endpointEvent(scene, instant, id, 'file-downloaded', 'DOWNLOADED'),
      file: {
        ...localFile(scene, drawFor(scene, instant), 'CREATED'),
        directory: `${scene.person.machine.home}Downloads/`,
      },
      source: webPlace(scene, service),
      destination: { category: 'Device', name, operatingSystem, ip, privateIp },
      process: browserProcess(scene),
    })
  },
}

/** Text pasted into an assistant: no file name, a clipboard instead. */
export const paste: Recipe = {
  name: 'paste',
  share: 0.4,
  begin: (scene) => {
    const service = services.find(({ category }) => category === 'AI Tools') as Service
    return (instant, id) => {
      const size = 200 + scene.random.integer(20_000)
      const blocked = scene.random.chance(0.2)
      return {
        ...endpointEvent(scene, instant, id, 'application-read', 'UPLOADED'),
        source: sourceMachine(scene),
        destination: webPlace(scene, service),
        process: browserProcess(scene),
        paste: { mimeTypes: ['text/plain'], totalContentSize: size, visibleContentSize: size },
        ...(blocked && { responseControls: { preventativeControl: 'BLOCKED' } }),
      }
    }
  },
}

const webPlace = ({ random }: Scene, service: Service) => ({
  category: service.category,
  name: service.name,
  domains: [service.host.replace('www.', '')],
  tabs: [tabOf(random, service)],
})

const tabOf = (random: Random, { title, host, path }: Service) => {
  const url = `https://${host}${path}`
  if (random.chance(0.96)) return { title, url }
  return { titleError: 'InsufficientPermissions', urlError: 'InsufficientPermissions' }
}
