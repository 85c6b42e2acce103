import { cloudEvent, commonFile, drawFor, type Recipe, type Scene } from '../scene.ts'
import { outsideDomains } from '../vocabulary/words.ts'

const mailboxes = [
  ['Gmail', 'Gmail'],
  ['Office365', 'Outlook'],
] as const

/** A message with an attachment from the corporate mailbox. */
export const mail: Recipe = {
  name: 'mail',
  share: 3,
  mostFiles: 2,
  begin: (scene) => {
    const [observer, name] = mailboxes[scene.organization.tenantId < '8' ? 0 : 1]
    const recipients = recipientsOf(scene)
    return (instant, id) => {
      const document = drawFor(scene, instant)
      const { email } = scene.person
      return {
        ...cloudEvent(scene, instant, id, {
          action: 'file-emailed',
          observer,
          detector: `Corporate ${name}`,
          vector: 'EMAILED',
        }),
        file: commonFile(document, 'NONE'),
        source: { category: 'Email', name, email: { sender: email, from: `${scene.person.name} <${email}>` } },
        destination: {
          category: 'Email',
          email: { recipients, subject: `${document.project.name}: ${document.name}` },
        },
      }
    }
  },
}

const recipientsOf = ({ random, organization }: Scene): string[] =>
  Array.from({ length: 1 + random.integer(3) }, () => {
    const person = random.pick(organization.people)
    return random.chance(0.75) ? person.email : `${person.userName}@${random.pick(outsideDomains)}`
  })
