import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { SigningKeyRow, TokenRepository } from './tokens-repository.ts'

export const signingAlgorithm = 'EdDSA'

const day = 24 * 60 * 60 * 1000
const signsFor = 30 * day
/** Longer than any token lives. */
const verifiesFor = signsFor + day
/** An unknown key id asks the store at most so often, whatever strangers send. In milliseconds. */
const reloadInterval = 1000

interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  readonly retiresAt: number
  readonly expiresAt: number
}

interface Dependencies {
  readonly repository: TokenRepository
  readonly clock: Clock
  readonly newId: NewId
}

export type SigningKeys = ReturnType<typeof createSigningKeys>

/** Keys that sign tokens: a fresh one every thirty days, the old ones kept while their signatures live. */
export const createSigningKeys = ({ repository, clock, newId }: Dependencies) => {
  let keys: readonly SigningKey[] = []
  let loadedAt = Number.NEGATIVE_INFINITY
  let rotation: Promise<SigningKey> | null = null

  const load = async (): Promise<void> => {
    loadedAt = clock().getTime()
    keys = await Promise.all((await repository.liveKeys(clock().toISOString())).map(importKey))
  }

  const signing = (): SigningKey | undefined => keys.find(({ retiresAt }) => retiresAt > clock().getTime())

  const rotate = async (): Promise<SigningKey> => {
    // Another node may have made the next key already.
    await load()
    if (!signing()) {
      await repository.insertKey(await freshKey(newId(), clock()))
      await load()
    }
    const key = signing()
    if (!key) throw new Error('No signing key after rotation')
    return key
  }

  return {
    /** The key to sign with now. */
    current: async (): Promise<SigningKey> => {
      const key = signing()
      if (key) return key
      rotation ??= rotate().finally(() => {
        rotation = null
      })
      return rotation
    },
    /** The public key of that id, if its signatures may still live. */
    verifying: async (kid: string): Promise<CryptoKey | null> => {
      const isLive = (key: SigningKey) => key.kid === kid && key.expiresAt > clock().getTime()
      const known = keys.find(isLive)
      if (known) return known.publicKey
      if (clock().getTime() - loadedAt < reloadInterval) return null
      await load()
      return keys.find(isLive)?.publicKey ?? null
    },
  }
}

const freshKey = async (kid: string, now: Date): Promise<SigningKeyRow> => {
  const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true })
  return {
    kid,
    algorithm: signingAlgorithm,
    private_jwk: JSON.stringify(await exportJWK(privateKey)),
    public_jwk: JSON.stringify(await exportJWK(publicKey)),
    created_at: now.toISOString(),
    retires_at: new Date(now.getTime() + signsFor).toISOString(),
    expires_at: new Date(now.getTime() + verifiesFor).toISOString(),
  }
}

const importKey = async (row: SigningKeyRow): Promise<SigningKey> => ({
  kid: row.kid,
  privateKey: await importOne(row.private_jwk),
  publicKey: await importOne(row.public_jwk),
  retiresAt: Date.parse(row.retires_at),
  expiresAt: Date.parse(row.expires_at),
})

const importOne = async (jwk: string): Promise<CryptoKey> => {
  const key = await importJWK(JSON.parse(jwk) as JWK, signingAlgorithm)
  if (key instanceof Uint8Array) throw new Error('A signing key is not a secret key')
  return key
}
