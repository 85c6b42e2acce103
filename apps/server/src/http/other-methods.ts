import type { FastifyInstance } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import type { BoundRoute } from './bound-route.ts'
import { answerError } from './error-handler.ts'
import { fastifyPath, pathShape } from './paths.ts'

const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** Answers 405 with `allow` for each method that a known path does not have, in the shape of its operations. */
export const refuseOtherMethods = (app: FastifyInstance, bound: readonly BoundRoute[]): void => {
  for (const routes of Map.groupBy(bound, ({ path }) => pathShape(path)).values()) refuse(app, routes)
}

const refuse = (app: FastifyInstance, routes: readonly BoundRoute[]): void => {
  const [first] = routes
  if (!first) return
  const allowed = allowedMethods(routes)
  const allow = [...allowed].join(', ')
  const shape = first.route.operation
  app.route({
    method: knownMethods.filter((method) => !allowed.has(method)),
    url: fastifyPath(first.path),
    config: { refusedFor: shape },
    onRequest: async (request) => {
      throw new SpillwayError('METHOD_NOT_ALLOWED', {
        reason: `${request.method} is not possible here; ${allow} is`,
        headers: { allow },
      })
    },
    handler: (request, reply) => answerError(new SpillwayError('METHOD_NOT_ALLOWED'), request, reply),
  })
}

const allowedMethods = (routes: readonly BoundRoute[]): ReadonlySet<string> => {
  const methods = new Set<string>(routes.map(({ route }) => route.operation.method))
  if (methods.has('GET')) methods.add('HEAD')
  return methods
}
