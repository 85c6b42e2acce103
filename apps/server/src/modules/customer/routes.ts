import {
  readCustomer,
  readCustomerV3,
  readLoginConfiguration,
  readServerEnvironment,
  readServiceUrl,
  type ServiceKey,
  serviceKeys,
} from '@spillway/contract'
import { openRoute, type Route, route, text } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import { originOf, withoutServiceName } from './origin.ts'

/** The tenant as its own customers see it. */
export interface Customer {
  readonly tenantId: string
  readonly name: string
  readonly registrationKey: string
}

export interface CustomerDependencies {
  readonly customer: () => Customer
  readonly loginType: (username: string) => Promise<'LOCAL' | 'LOCAL_2FA'>
  /** Address that clients use, where the request does not tell it; null to go by the request. */
  readonly publicUrl: string | null
}

export const customerRoutes = (dependencies: CustomerDependencies): readonly Route[] => [
  ...tenantRoutes(dependencies),
  ...discoveryRoutes(dependencies),
]

const tenantRoutes = ({ customer, loginType }: CustomerDependencies): Route[] => [
  route(readCustomer, () => {
    const { name, registrationKey, tenantId } = customer()
    return { name, registrationKey, tenantId }
  }),
  route(readCustomerV3, () => ({ data: presentCustomer(customer()), error: null, warnings: null })),
  openRoute(readLoginConfiguration, async ({ query }) => ({
    data: { loginType: await loginType(query.username ?? '') },
    error: null,
    warnings: null,
  })),
]

const presentCustomer = ({ name, registrationKey, tenantId }: Customer) => ({
  name,
  registrationKey,
  deploymentModel: 'PRIVATE' as const,
  maintenanceMode: false,
  tenantUid: tenantId,
  masterServicesAgreement: { accepted: true, acceptanceRequired: false },
})

const discoveryRoutes = ({ publicUrl }: CustomerDependencies): Route[] => [
  openRoute(readServerEnvironment, ({ request }) => presentEnvironment(originOf(request, publicUrl))),
  openRoute(readServiceUrl, ({ params, request }) => {
    if (!isServiceKey(params.key)) throw new SpillwayError('NOT_FOUND', { reason: 'No such path' })
    // A client would take a space or line break at the end for a part of the address.
    return text(originOf(request, publicUrl) + (servicePaths[params.key] ?? ''))
  }),
]

const isServiceKey = (key: string): key is ServiceKey => (serviceKeys as readonly string[]).includes(key)

/** Every service lives on the one origin; old detection-list clients alone resolve relative paths. */
const servicePaths: Partial<Record<ServiceKey, string>> = { 'employeecasemanagementV2-API_URL': '/svc/api/' }

const presentEnvironment = (origin: string) => {
  const { protocol, port } = new URL(origin)
  const ssl = protocol === 'https:'
  return {
    clusterType: { consumer: false, business: false, cpc: false, multiTenant: false, enterprise: true },
    serverType: { master: true, storage: false },
    env: { dev: false, prd: true, stg: false, beta: false },
    secureKeystoreLocked: false,
    initialSetupMlk: false,
    initialSetupAdmin: false,
    ssl,
    httpPort: ssl ? 80 : Number(port || 80),
    httpsPort: ssl ? Number(port || 443) : 443,
    stsEnabled: true,
    stsBaseUrl: withoutServiceName(origin),
  }
}
