interface JsonSuccess {
  readonly type: 'application/json'
}

/** JSON an operation of the contract answers with. */
export type ResponseOf<Operation extends { readonly success: unknown }> =
  Extract<Operation['success'], JsonSuccess> extends { readonly schema: { readonly _output: infer Output } }
    ? Output
    : never

/** Query parameters an operation of the contract takes, each of which may be left out. Lists are joined by commas. */
export type QueryOf<Operation extends { readonly query?: unknown }> =
  NonNullable<Operation['query']> extends { readonly _output: infer Output }
    ? { readonly [Name in keyof Output]?: Output[Name] | undefined }
    : never

/** JSON body a caller hands to an operation of the contract. */
export type BodyOf<Operation extends { readonly body?: unknown }> =
  NonNullable<Operation['body']> extends { readonly _input: infer Input } ? Input : never
