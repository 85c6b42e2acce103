export { type ChangedItem, createChangeFeed } from './feed.ts'
export type { Position } from './position.ts'
export { type Changed, stampChanges } from './stamp.ts'
