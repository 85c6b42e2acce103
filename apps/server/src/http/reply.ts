const isReply = Symbol('reply')

interface ReplyBase {
  readonly [isReply]: true
  readonly status?: number
  readonly headers: Readonly<Record<string, string>>
}

/** A handler's answer other than a plain value. */
export type Reply =
  | (ReplyBase & { readonly kind: 'json'; readonly value: unknown })
  | (ReplyBase & { readonly kind: 'text'; readonly value: string })
  | (ReplyBase & { readonly kind: 'stream'; readonly chunks: AsyncIterable<Uint8Array | string> })

interface ReplyOptions {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** JSON with another status or extra headers. Goes through the operation's response schema when the status is its own. */
export const json = (value: unknown, options: ReplyOptions = {}): Reply => ({
  [isReply]: true,
  kind: 'json',
  value,
  ...status(options),
  headers: options.headers ?? {},
})

/** Text of the given media type, sent as it is. */
export const text = (value: string, type = 'text/plain; charset=utf-8', options: ReplyOptions = {}): Reply => ({
  [isReply]: true,
  kind: 'text',
  value,
  ...status(options),
  headers: { 'content-type': type, ...options.headers },
})

/** Bytes as they come, with back-pressure; the iteration is returned early when the client goes away. */
export const stream = (
  type: string,
  chunks: AsyncIterable<Uint8Array | string>,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({ [isReply]: true, kind: 'stream', chunks, headers: { 'content-type': type, ...headers } })

/** Tells a reply from a plain value. */
export const isReplyObject = (value: unknown): value is Reply =>
  typeof value === 'object' && value !== null && isReply in value

const status = (options: ReplyOptions) => (options.status === undefined ? {} : { status: options.status })
