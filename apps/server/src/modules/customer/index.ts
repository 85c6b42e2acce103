import { type CustomerDependencies, customerRoutes } from './routes.ts'

export { originOf } from './origin.ts'
export type { Customer } from './routes.ts'

/** Who the tenant is, and where clients of every age find its services: always on the origin they came by. */
export const createCustomerModule = (dependencies: CustomerDependencies) => ({ routes: customerRoutes(dependencies) })
