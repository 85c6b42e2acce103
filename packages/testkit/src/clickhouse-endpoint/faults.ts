import type { ServerResponse } from 'node:http'

/** What the endpoint does wrong until it is healed. */
export type Fault =
  /** Cuts the connection after this many bytes of an answer's body. */
  | { kind: 'drop'; afterBytes: number }
  /** Waits before it runs a statement. */
  | { kind: 'delay'; milliseconds: number }
  /** Does what it is asked, then cuts the connection without an answer. */
  | { kind: 'lose-answer' }
  /** Listens no more: connections are refused. */
  | { kind: 'refuse' }
  /** Fails statements with this engine code. */
  | { kind: 'fail'; code: number; message: string }

/** Cuts the connection of an answer once so many bytes of body were written. */
export function dropAfter(response: ServerResponse, limit: number): void {
  let written = 0
  const write = response.write.bind(response)
  response.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    written += chunk.length
    if (written <= limit) return Reflect.apply(write, response, [chunk, ...rest]) as boolean
    response.socket?.destroy()
    return false
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
