import type { SecretKind } from './secrets.ts'

interface LetterFacts {
  readonly kind: SecretKind
  readonly username: string
  readonly secret: string
  readonly expiresAt: string
  /** Origin under which people reach the server. */
  readonly publicUrl: string
}

/** Where people choose a password; the secret stands behind `#`, which browsers keep to themselves. */
export const accountPath = '/v1/spillway/account'

/** What a user is told, in plain text. */
export const letterOf = ({ kind, username, secret, expiresAt, publicUrl }: LetterFacts) => {
  const link = `${new URL(publicUrl).origin}${accountPath}#${kind}=${secret}`
  const { subject, lead, otherwise } = words[kind](username.replaceAll(/\p{Cc}/gu, ' '))
  const until = `${expiresAt.slice(0, 10)} ${expiresAt.slice(11, 16)} UTC`
  return { subject, text: [lead, '', link, '', `The link is good once, until ${until}.`, otherwise, ''].join('\n') }
}

const words: Readonly<
  Record<
    SecretKind,
    (username: string) => { readonly subject: string; readonly lead: string; readonly otherwise: string }
  >
> = {
  invitation: (username) => ({
    subject: 'Your Spillway account',
    lead: `You are invited to Spillway as ${username}. Choose your password here:`,
    otherwise: 'If you did not expect this, do nothing.',
  }),
  'password-reset': (username) => ({
    subject: 'A new password for Spillway',
    lead: `A new password was asked for the Spillway account ${username}. Choose it here:`,
    otherwise: 'If you did not ask for it, do nothing: your password stays as it is.',
  }),
}
