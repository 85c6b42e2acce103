import type { Permission } from '@spillway/contract'
import type { BasicCredentials } from './basic-credentials.ts'

/** Permissions that reach no further than one organization and those under it. */
export interface OrganizationBounds {
  /** Legacy ids from the root down, `/1/4/`. */
  readonly path: string
  readonly permissions: ReadonlySet<Permission>
}

/** Who makes a request, as proven by its bearer token. */
export interface Caller {
  readonly kind: 'user' | 'api-client' | 'agent'
  readonly id: string
  readonly name: string
  readonly permissions: ReadonlySet<Permission>
  /** Absent or null: every permission reaches the whole tenant. */
  readonly bounds?: OrganizationBounds | null
  readonly tenantId: string
  readonly ip: string
  readonly userAgent: string
}

/** What a request shows before anybody is authenticated. */
export interface Visitor {
  readonly ip: string
  readonly userAgent: string
}

/**
 * Turns a bearer token into its caller, or throws `UNAUTHENTICATED`. Implemented by the identity module;
 * `visitor` is recorded in the caller.
 */
export type Authenticate = (token: string, visitor: Visitor) => Promise<Caller> | Caller

/** The same for a user name and password, with the code of a second factor where one was sent. */
export type AuthenticateBasic = (
  credentials: BasicCredentials,
  code: string | undefined,
  visitor: Visitor,
) => Promise<Caller>
