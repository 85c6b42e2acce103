import { drawFor, type Recipe } from '../scene.ts'
import { tracePrint } from '../traces/device.ts'

/** A document sent to an office printer. */
export const print: Recipe = {
  name: 'print',
  share: 1.3,
  begin: (scene) => {
    const printer = scene.random.pick(scene.person.office.printers)
    return (instant, id) =>
      tracePrint(scene, instant, id, drawFor(scene, instant, ['pdf', 'docx', 'xlsx']), { printer })
  },
}
