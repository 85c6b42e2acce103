import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { fastify, LogController } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import type { Logger } from '../platform/logging.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Authenticators } from './authentication.ts'
import { installBodyParser } from './body.ts'
import type { BoundRoute } from './bound-route.ts'
import { createClientErrorHandler } from './client-errors.ts'
import { drainOnClose } from './drain.ts'
import { answerError } from './error-handler.ts'
import { createGate, type OnDeprecatedUse } from './gate.ts'
import { handlerOf } from './handler.ts'
import type { LifecyclePolicy } from './lifecycle.ts'
import { observe } from './observation.ts'
import { refuseOtherMethods } from './other-methods.ts'
import { bindRoutes, fastifyPath } from './paths.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Route } from './route.ts'
import { installHeaders, securityHeaders } from './security-headers.ts'
import { rewritten, slashEncoder } from './slashed-paths.ts'
import { withoutWebApp } from './web-apps.ts'

/** Limits of the listener itself; times in milliseconds. */
export interface HttpLimits {
  readonly requestsPerMinute: number
  readonly requestTimeout: number
  readonly headersTimeout: number
  readonly idleTimeout: number
  readonly maximumConnections: number
  /** How long a closing server waits for requests in flight. */
  readonly closeGrace: number
}

export interface ApplicationDependencies extends Authenticators {
  readonly routes: readonly Route[]
  readonly lifecycle: LifecyclePolicy
  readonly limits: HttpLimits
  /** How many proxies stand in front and are believed about where a request came from. */
  readonly trustedProxies: number
  readonly servedOverTls: boolean
  readonly newRequestId: () => string
  readonly logger: Logger
  readonly metrics: Metrics
  readonly onDeprecatedUse: OnDeprecatedUse
}

/** The HTTP application: every path of every route behind the same gate, in the same error shapes. Not listening yet. */
export const createApplication = async (dependencies: ApplicationDependencies): Promise<FastifyInstance> => {
  const app = newFastify(dependencies)
  app.decorateRequest('caller', null)
  app.decorateRequest('apiDate', null)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => answerError(new SpillwayError('NOT_FOUND', noSuchPath), request, reply))
  installHeaders(app, dependencies.servedOverTls)
  const closing = drainOnClose(app, dependencies.limits.closeGrace)
  observe(app, dependencies.metrics)
  app.addHook('onRequest', async (request) => refuseNul(request.url))
  installBodyParser(app)
  const checkRate = await createRateLimit(app, dependencies.limits.requestsPerMinute)
  const bound = bindRoutes(dependencies.routes)
  for (const one of bound) register(app, one, createGate({ ...dependencies, checkRate }, one), closing)
  refuseOtherMethods(app, bound)
  return app
}

const noSuchPath = { reason: 'No such path' }

const register = (
  app: FastifyInstance,
  bound: BoundRoute,
  gate: ReturnType<typeof createGate>,
  closing: AbortSignal,
): void => {
  app.route({
    method: bound.route.operation.method,
    url: fastifyPath(bound.path),
    config: { bound },
    onRequest: gate,
    handler: handlerOf(bound.route, closing),
  })
}

const newFastify = ({
  routes,
  limits,
  logger,
  newRequestId,
  trustedProxies,
}: ApplicationDependencies): FastifyInstance => {
  const app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (_address, hop) => hop < trustedProxies,
    rewriteUrl: rewritten(withoutWebApp, slashEncoder(routes)),
    genReqId: ({ headers }) => usableRequestId(headers['x-request-id']) ?? newRequestId(),
    requestTimeout: limits.requestTimeout,
    http: { connectionsCheckingInterval: Math.min(5_000, limits.requestTimeout) },
    connectionTimeout: limits.idleTimeout,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // Closing waits for requests in flight; its hook must not be given up before that.
    pluginTimeout: limits.closeGrace + 10_000,
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      caseSensitive: false,
      maxParamLength: 1024,
    },
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply.headers(securityHeaders)),
    clientErrorHandler: createClientErrorHandler(newRequestId),
  })
  app.server.headersTimeout = limits.headersTimeout
  app.server.maxConnections = limits.maximumConnections
  return app
}

/** A request id from a proxy is kept if it cannot confuse a log. */
const usableRequestId = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : undefined

const refuseNul = (url: string): void => {
  if (url.includes('%00')) {
    throw new SpillwayError('MALFORMED_REQUEST', { field: 'url', reason: 'The URL contains a NUL character' })
  }
}
