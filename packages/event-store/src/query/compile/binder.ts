import type { Parameters, ParameterValue } from '../../drivers/driver.ts'

/** Hands out placeholders `{p0:Type}`, `{p1:Type}`, … and keeps their values. */
export interface Binder {
  bind(value: ParameterValue, type: string): string
  readonly parameters: Parameters
}

export const createBinder = (): Binder => {
  const parameters: Record<string, ParameterValue> = {}
  let next = 0
  return {
    parameters,
    bind(value, type) {
      const name = `p${next++}`
      parameters[name] = value
      return `{${name}:${type}}`
    },
  }
}
