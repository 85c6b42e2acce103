const hour = 60 * 60 * 1000

export type SecretKind = 'invitation' | 'password-reset'

/** How long a secret is good for, in milliseconds. Where no mail is sent, people carry them by hand. */
const lifetimes: Readonly<Record<SecretKind, number>> = { invitation: 7 * 24 * hour, 'password-reset': 24 * hour }

export const expiryOf = (kind: SecretKind, now: Date): string => new Date(now.getTime() + lifetimes[kind]).toISOString()

/** The secret names its user, so that it is found without comparing it with any other. */
export const secretText = (uid: string, random: string): string => `${uid}.${random}`

/** Uid that a secret claims to be of; one that no user bears when it is none of ours. */
export const ownerOf = (secret: string): string => /^(\d{1,20})\./.exec(secret)?.[1] ?? '0'
