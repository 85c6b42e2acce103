export * from './errors.ts'
export * from './lifecycle.ts'
export * from './operation.ts'
export * from './permissions.ts'
