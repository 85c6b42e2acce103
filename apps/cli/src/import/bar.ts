import type { CliContext } from '../context.ts'

export interface Bar {
  update(done: number): void
  stop(): void
}

const silent: Bar = { update: () => undefined, stop: () => undefined }

/** A progress bar on the terminal; nothing where there is none. */
export const startBar = async ({ errors }: CliContext, total: number, unit = 'rows'): Promise<Bar> => {
  if (!errors.isTerminal) return silent
  const { SingleBar } = await import('cli-progress')
  const stream = { isTTY: true, columns: errors.columns, write: (text: string) => void errors.write(text) }
  const bar = new SingleBar({
    format: `{bar} {percentage}% | {value} of {total} ${unit} | {eta_formatted} left`,
    ...{ hideCursor: false, clearOnComplete: true, barsize: 30, etaBuffer: 50 },
    stream: stream as never,
  })
  bar.start(total, 0)
  return { update: (done) => bar.update(Math.min(done, total)), stop: () => bar.stop() }
}
