import { drawFor, type Recipe, type Scene } from '../scene.ts'
import { traceAirDrop } from '../traces/device.ts'
import { traceEdit } from '../traces/local.ts'
import { colleagueOf } from './people.ts'

const kinds = ['png', 'jpg', 'pdf'] as const

/** A picture or a page handed to a colleague nearby. What cannot do that saves it. */
export const airDrop: Recipe = {
  name: 'airdrop',
  share: 0.15,
  mostFiles: 2,
  begin: (scene) => {
    const device = deviceNearby(scene)
    return (instant, id) => {
      const document = drawFor(scene, instant, kinds)
      if (scene.person.machine.platform === 'mac') return traceAirDrop(scene, instant, id, document, device)
      return traceEdit(scene, instant, id, document, ['file-created', 'CREATED'])
    }
  },
}

const deviceNearby = (scene: Scene): string => {
  const { name, machine } = colleagueOf(scene)
  return machine.platform === 'mac' ? machine.hostName : `${name.split(' ')[0]}'s iPhone`
}
