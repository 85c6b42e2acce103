import { allPermissions } from '@spillway/contract'
import { type ClientCredentials, createSpillwayClient, SpillwayApiError } from '@spillway/sdk'
import { readProfile, writeProfile } from '../connection/profile.ts'
import type { DemoDirectory } from './directory.ts'

/** The API client of an earlier run when it still works, else a new one, kept in the profile. */
export const obtainApiClient = async (url: string, directory: DemoDirectory): Promise<ClientCredentials> => {
  const kept = await readProfile(directory.profile)
  if (kept && (await works(url, kept))) {
    await writeProfile(directory.profile, { ...kept, url })
    return { clientId: kept.clientId, clientSecret: kept.clientSecret }
  }
  const { adminUsername: username, adminPassword: password } = directory.serverSettings
  const administrator = createSpillwayClient({
    baseUrl: url,
    credentials: { username, password },
    allowPlainHttp: true,
  })
  const { id, secret } = await administrator.apiClients.create({ name: 'demo', permissions: allPermissions })
  await writeProfile(directory.profile, { url, clientId: id, clientSecret: secret })
  return { clientId: id, clientSecret: secret }
}

const works = async (url: string, { clientId, clientSecret }: ClientCredentials): Promise<boolean> => {
  const client = createSpillwayClient({ baseUrl: url, credentials: { clientId, clientSecret }, allowPlainHttp: true })
  try {
    await client.fileEvents.search({ groups: [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }], pgSize: 1 })
    return true
  } catch (error) {
    if (error instanceof SpillwayApiError && error.status === 401) return false
    throw error
  }
}
