import { type EventField, type FileEvent, fields, parseFileEvent } from '@spillway/event-model'

const sampleOf = (field: EventField, index: number): unknown => {
  switch (field.valueType) {
    case 'timestamp':
      return `2024-05-0${1 + (index % 9)}T10:20:30.123Z`
    case 'boolean':
      return true
    case 'string':
      return `${field.path} ${index} "ü" \\ / 'q'`
    default:
      return index
  }
}

const setAt = (target: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [head = '', ...rest] = path
  const name = head.replace('[]', '')
  if (rest.length === 0) target[name] = value
  else if (!head.endsWith('[]')) {
    target[name] ??= {}
    setAt(target[name] as Record<string, unknown>, rest, value)
  } else {
    target[name] ??= [{}, {}]
    for (const item of target[name] as Record<string, unknown>[]) setAt(item, rest, value)
  }
}

/** An event with a distinct value at every leaf of the field table. */
export const fullEvent = (): FileEvent => {
  const input: Record<string, unknown> = {}
  fields.forEach((field, index) => {
    const sample = sampleOf(field, index)
    setAt(input, field.path.split('.'), field.list ? [sample, `${sample} again`] : sample)
  })
  setAt(input, ['event', 'id'], 'full')
  return parsed(input)
}

/** Reads an input that the test knows to be good. */
export const parsed = (input: unknown): FileEvent => {
  const result = parseFileEvent(input)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.event
}
