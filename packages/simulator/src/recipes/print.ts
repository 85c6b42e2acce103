import { drawFor, endpointEvent, localFile, type Recipe, sourceMachine } from '../scene.ts'

/** A document sent to an office printer. */
export const print: Recipe = {
  name: 'print',
  share: 1.3,
  begin: (scene) => {
    const printerName = scene.random.pick(scene.person.office.printers)
    return (instant, id) => {
      const document = drawFor(scene, instant, ['pdf', 'docx', 'xlsx'])
      return {
        ...endpointEvent(scene, instant, id, 'file-printed', 'UNKNOWN'),
        file: localFile(scene, document, 'NONE'),
        source: sourceMachine(scene),
        destination: { category: 'Device', name: printerName, printJobName: document.name, printerName },
      }
    }
  },
}
