export type {
  EventStoreDriver,
  InsertOptions,
  Parameters,
  ParameterValue,
  QueryTag,
  ServerAddress,
  Settings,
  StatementOptions,
  StreamOptions,
} from './drivers/driver.ts'
export { type EmbeddedOptions, openEmbeddedDriver } from './drivers/embedded.ts'
export { openRemoteDriver, type RemoteOptions } from './drivers/remote.ts'
export { EventStoreFault, EventStoreUnavailable, InvalidPageToken, QueryTimeout } from './errors.ts'
