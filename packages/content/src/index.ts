export * from './file-categories.ts'
export * from './lookup.ts'
export * from './place-categories.ts'
export * from './services.ts'
