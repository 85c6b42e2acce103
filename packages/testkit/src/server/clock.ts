/** A clock that stands still until a test moves it. */
export interface TestClock {
  (): Date
  set(instant: Date | string): void
  /** Moves on by seconds. */
  advance(seconds: number): void
}

/** Where every test clock starts unless told otherwise. */
export const testStart = '2026-02-01T00:00:00.000Z'

export const createTestClock = (start: Date | string = testStart): TestClock => {
  let now = new Date(start).getTime()
  const read = (): Date => new Date(now)
  return Object.assign(read, {
    set: (instant: Date | string) => {
      now = new Date(instant).getTime()
    },
    advance: (seconds: number) => {
      now += seconds * 1000
    },
  })
}
