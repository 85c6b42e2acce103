export * from './control-store.ts'
export * from './failures.ts'
export * from './numbers.ts'
export * from './tables.ts'
