import { drawFor, type Recipe } from '../scene.ts'
import { traceMedia } from '../traces/device.ts'

/** Files copied to the own stick. */
export const copyToRemovableMedia: Recipe = {
  name: 'removable-media',
  share: 1.2,
  mostFiles: 6,
  begin: (scene) => (instant, id) => traceMedia(scene, instant, id, drawFor(scene, instant), scene.habits.media),
}
