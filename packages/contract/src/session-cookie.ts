import type { Operation } from './operation.ts'

/** Cookie that signing in to the console API sets (inferred: no client that is known reads its name). */
export const sessionCookie = 'C42_JWT_API_TOKEN'

/** The console API is used by scripts and pages that send the cookie of their sign-in back in place of a bearer token. */
export const takesSessionCookie = ({
  authentication,
  errorShape,
}: Pick<Operation, 'authentication' | 'errorShape'>): boolean =>
  authentication === 'bearer' && errorShape.startsWith('console-')
