interface JsonSuccess {
  readonly type: 'application/json'
}

/** JSON an operation of the contract answers with. */
export type ResponseOf<Operation extends { readonly success: unknown }> =
  Extract<Operation['success'], JsonSuccess> extends { readonly schema: { readonly _output: infer Output } }
    ? Output
    : never

/** JSON body a caller hands to an operation of the contract. */
export type BodyOf<Operation extends { readonly body?: unknown }> =
  NonNullable<Operation['body']> extends { readonly _input: infer Input } ? Input : never
