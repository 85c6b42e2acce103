import { type Place, privateAddress, privatePlace, serviceOf } from '../places.ts'
import { drawFor, endpointEvent, type Recipe, type Scene, sourceMachine } from '../scene.ts'
import { browserProcess, traceDownload, traceUpload, webSide } from '../traces/web.ts'
import { services } from '../vocabulary/services.ts'
import { createWeighted } from '../weighted.ts'

const chooseService = createWeighted(services, ({ weight }) => weight)

/** Mostly the company's own places, sometimes a private one that is in use, and now and then any. */
const choosePlace = ({ random, habits, person }: Scene): Place => {
  const draw = random.next()
  if (draw < 0.02) return privatePlace(chooseService(random), random.chance(0.5) ? privateAddress(person) : null)
  return draw < 0.1 && habits.privatePlaces.length > 0 ? random.pick(habits.privatePlaces) : random.pick(habits.places)
}

/** A file read by a browser that shows an upload page. */
export const upload: Recipe = {
  name: 'upload',
  share: 6,
  mostFiles: 3,
  begin: (scene) => {
    const place = choosePlace(scene)
    return (instant, id) => traceUpload(scene, instant, id, drawFor(scene, instant), place)
  },
}

/** A file fetched from a web service to the own machine. */
export const download: Recipe = {
  name: 'download',
  share: 9,
  begin: (scene) => {
    const place = choosePlace(scene)
    return (instant, id) => traceDownload(scene, instant, id, drawFor(scene, instant), place)
  },
}

/** Text pasted into an assistant: no file name, a clipboard instead. */
export const paste: Recipe = {
  name: 'paste',
  share: 0.4,
  begin: (scene) => {
    const isCompanys = scene.random.chance(0.8)
    const place = privatePlace(serviceOf('ChatGPT'), isCompanys ? scene.person.email : privateAddress(scene.person))
    return (instant, id) => {
      const size = 200 + scene.random.integer(20_000)
      const blocked = !isCompanys && scene.random.chance(0.6)
      return {
        ...endpointEvent(scene, instant, id, 'application-read', 'UPLOADED'),
        source: sourceMachine(scene),
        destination: webSide(place),
        process: browserProcess(scene, place),
        paste: { mimeTypes: ['text/plain'], totalContentSize: size, visibleContentSize: size },
        ...(blocked && { responseControls: { preventativeControl: 'BLOCKED' } }),
      }
    }
  },
}
