export type { Authenticate, Caller, Visitor } from './http/caller.ts'
export type { Route } from './http/route.ts'
