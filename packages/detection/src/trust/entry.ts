import { supportedActions, type TrustAction, type TrustProvider, type TrustType, trustActions } from './catalogue.ts'

/** An action that an entry is trusted for. `providers` is empty where the action knows none. */
export interface EntryAction {
  readonly type: TrustAction
  readonly providers: readonly TrustProvider[]
}

/** One trusted thing. Plain data, so that it can go to another thread. */
export interface TrustEntry {
  readonly type: TrustType
  readonly value: string
  readonly isHighValueSource: boolean
  /** Empty for types that hold no actions. */
  readonly actions: readonly EntryAction[]
}

/** Everything that a type may be trusted for. */
export const everyAction = (type: TrustType): EntryAction[] =>
  trustActions.flatMap((action) => {
    const providers = supportedActions[type][action]
    return providers ? [{ type: action, providers }] : []
  })
