export {
  type SupportedActions,
  supportedActions,
  type TrustAction,
  type TrustProvider,
  type TrustReason,
  type TrustType,
  trustActions,
  trustProviders,
  trustReasons,
  trustTypes,
} from './catalogue.ts'
export { type CompiledTrust, compileTrust } from './compile.ts'
export { decideTrust, type TrustDecision } from './decide.ts'
export { type EntryAction, everyAction, type TrustEntry } from './entry.ts'
export { isFromHighValueSource } from './sources.ts'
export { keyOf } from './values.ts'
