import { supportedActions, type TrustAction, type TrustProvider } from './catalogue.ts'
import { type EntryAction, everyAction } from './entry.ts'

/** Actions with their providers as bits of one number, so that a look-up answers all of them at once. */
export type Grants = number

const nameOf = (action: TrustAction, provider: TrustProvider | null): string => `${action} ${provider ?? ''}`

const namesOf = ({ type, providers }: EntryAction): string[] =>
  providers.length === 0 ? [nameOf(type, null)] : providers.map((provider) => nameOf(type, provider))

/** Every pair that any type may hold: 30 of them, and a number has 31 bits to spare. */
const bits = new Map(
  [...new Set([...everyAction('DOMAIN'), ...everyAction('ACCOUNT_NAME')].flatMap(namesOf))].map(
    (name, position) => [name, 1 << position] as const,
  ),
)

/** The bit of one action; 0 for a pair that nothing can be trusted for. */
export const grantOf = (action: TrustAction, provider: TrustProvider | null = null): Grants =>
  bits.get(nameOf(action, provider)) ?? 0

/** The bits of an entry's actions. Actions with providers count for those named alone. */
export const grantsOf = (actions: readonly EntryAction[]): Grants =>
  actions.reduce((sum, { type, providers }) => {
    const named = knowsProviders(type) ? providers.map((provider) => grantOf(type, provider)) : [grantOf(type)]
    return named.reduce((grants, bit) => grants | bit, sum)
  }, 0)

const knowsProviders = (action: TrustAction): boolean => (supportedActions.DOMAIN[action] ?? []).length > 0
