import { drawFor, type Recipe, type Scene } from '../scene.ts'
import { traceMail } from '../traces/cloud.ts'
import { colleagueOf } from './people.ts'

/** A message with an attachment from the company's mail. */
export const mail: Recipe = {
  name: 'mail',
  share: 3,
  mostFiles: 2,
  begin: (scene) => {
    const recipients = recipientsOf(scene)
    return (instant, id) => {
      const document = drawFor(scene, instant)
      const subject = `${document.project.name}: ${document.name}`
      return traceMail(scene, instant, id, document, { recipients, subject })
    }
  },
}

const outward = new Set(['Sales', 'Marketing', 'Legal', 'Customer Support'])

/** Colleagues, partners, and customers where that is the work. */
const recipientsOf = (scene: Scene): string[] => {
  const { random, organization, person } = scene
  const { partners, customers } = organization.company
  const isOutward = outward.has(person.department.name)
  return Array.from({ length: 1 + random.integer(3) }, () => {
    const { email, userName } = colleagueOf(scene)
    if (random.chance(isOutward ? 0.7 : 0.92)) return email
    return `${userName}@${random.pick(isOutward && random.chance(0.4) ? customers : partners)}`
  })
}
