import { generateURI, verifySync } from 'otplib'

const stepSeconds = 30

/** Checks a six-digit code against a Base32 secret, a step of clock drift either way; the step it belongs to, or null. */
export const matchingStep = (secret: string, code: string, at: Date): number | null => {
  if (!/^\d{6}$/.test(code)) return null
  const epoch = Math.floor(at.getTime() / 1000)
  const result = verifySync({ secret, token: code, epoch, epochTolerance: stepSeconds })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** `otpauth://` address to show as a QR code. */
export const secondFactorUri = (username: string, secret: string): string =>
  generateURI({ issuer: 'Spillway', label: username, secret })

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 secret of 160 bits out of hexadecimal random text of at least 40 digits. */
export const secondFactorSecret = (randomHex: string): string => {
  const bits = BigInt(`0x${randomHex.slice(0, 40)}`)
    .toString(2)
    .padStart(160, '0')
  return (bits.match(/.{5}/g) ?? []).map((group) => alphabet[Number.parseInt(group, 2)]).join('')
}
