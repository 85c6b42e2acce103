import type { Lifecycle } from './lifecycle.ts'

/** Web apps whose name old scripts put before `/api/`; published on 26 January 2022, when paths were unified. */
export const webApps = [
  ...(['account', 'app', 'business', 'client-management', 'console', 'consumer', 'enterprise'] as const),
  ...(['enterprise-store', 'legal-hold', 'login', 'partner', 'reporting', 'search', 'security'] as const),
  'subscriptions',
] as const

/** History of every path under such a name. */
export const webAppLifecycle: Lifecycle = { added: '2013-01-01', deprecated: '2022-01-26', sunset: '2023-01-26' }
