import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ControlStore } from '@spillway/control-store'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { createApplication } from '../../../http/application.ts'
import type { Route } from '../../../http/index.ts'
import { createLogger } from '../../../platform/logging.ts'
import { createMetrics } from '../../../platform/metrics.ts'
import { type Audit, createAuditModule } from '../../audit/index.ts'
import { createCustomerModule } from '../../customer/index.ts'
import {
  type AccountMailSettings,
  type AdministratorSetting,
  createIdentityModule,
  type FirstStart,
  type IdentityModule,
} from '../index.ts'
import type { Passwords } from '../passwords.ts'

export const administrator = { username: 'Admin@Example.com', password: 'correct horse battery' }

export interface IdentityServerOptions {
  readonly store: ControlStore
  readonly administrator?: AdministratorSetting
  readonly publicUrl?: string
  readonly trustedProxies?: number
  readonly accountMail?: AccountMailSettings
  readonly passwords?: Passwords
  /** Routes of modules above this one. */
  readonly more?: (parts: { identity: IdentityModule; audit: Audit; clock: () => Date }) => readonly Route[]
}

/** Sign-in, discovery and the tenant over HTTP on a real store, with a clock that tests move. */
export const startIdentityServer = async (options: IdentityServerOptions) => {
  const { store } = options
  const folder = mkdtempSync(join(tmpdir(), 'spillway-identity-'))
  let now = Date.parse('2026-02-01T00:00:00.000Z')
  const clock = () => new Date(now)
  const ids = counter((count) => `00000000-0000-4000-8000-${count.toString().padStart(12, '0')}`)
  const secrets = counter((count) => createHash('sha256').update(`secret ${count}`).digest('hex'))
  const { audit } = createAuditModule({ store, clock, tenantId: () => identity.home().tenantId })
  const identity: IdentityModule = createIdentityModule({
    store,
    audit,
    clock,
    newId: ids,
    newSecret: secrets,
    administrator: options.administrator ?? administrator,
    dataDirectory: folder,
    ...(options.accountMail && { accountMail: options.accountMail }),
    ...(options.passwords && { passwords: options.passwords }),
  })
  const firstStart = await identity.start()
  const customer = createCustomerModule({
    customer: identity.home,
    loginType: identity.users.loginType,
    publicUrl: options.publicUrl ?? null,
  })
  const app = await newApplication(
    options,
    identity,
    [...customer.routes, ...(options.more?.({ identity, audit, clock }) ?? [])],
    clock,
  )
  return {
    ...callers(app),
    app,
    identity,
    audit,
    folder,
    firstStart: firstStart as FirstStart | null,
    /** Moves the clock on, in seconds. */
    pass: (seconds: number): void => {
      now += seconds * 1000
    },
    now: clock,
    async close() {
      await app.close()
      await identity.stop()
      await audit.flush()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type IdentityServer = Awaited<ReturnType<typeof startIdentityServer>>

const newApplication = (
  { trustedProxies }: IdentityServerOptions,
  identity: IdentityModule,
  otherRoutes: IdentityModule['routes'],
  clock: () => Date,
): Promise<FastifyInstance> =>
  createApplication({
    routes: [...identity.routes, ...otherRoutes],
    authenticate: identity.authenticate,
    authenticateBasic: identity.authenticateBasic,
    lifecycle: { clock, apiDate: null, apiDateHeader: false, enforceSunset: false },
    limits: {
      requestsPerMinute: 0,
      requestTimeout: 5000,
      headersTimeout: 5000,
      idleTimeout: 0,
      maximumConnections: 50,
      closeGrace: 500,
    },
    trustedProxies: trustedProxies ?? 0,
    servedOverTls: false,
    newRequestId: () => 'request',
    logger: createLogger('silent', clock),
    metrics: createMetrics({ processMetrics: false }),
    onDeprecatedUse: () => undefined,
  })

/** Ways to call the server as different people. */
const callers = (app: FastifyInstance) => {
  const send = (method: 'GET' | 'POST' | 'PATCH', url: string, options: InjectOptions = {}) =>
    app.inject({ method, url, ...options })
  const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const signIn = async (username = administrator.username, password = administrator.password, code?: string) =>
    send('GET', '/v1/auth', {
      headers: { authorization: basic(username, password), ...(code && { 'totp-auth': code }) },
    })
  return {
    send,
    signIn,
    get: (url: string, token: string) => send('GET', url, withToken(token)),
    post: (url: string, token: string, payload?: object) =>
      send('POST', url, { ...withToken(token), ...(payload && { payload }) }),
    adminToken: async (): Promise<string> => (await signIn()).json().bearerToken,
    redeem: (id: string, secret: string) =>
      send('POST', '/v1/oauth', { headers: { authorization: basic(id, secret) } }),
  }
}

export const basic = (name: string, secret: string): string =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`

const counter = (make: (count: number) => string) => {
  let count = 0
  return () => make(++count)
}
