import { everythingRequired, type Part, parts } from './parts.ts'

const all: readonly Part[] = Object.values(parts)

const describe = ({ name, without, remedy }: Part) =>
  `  ${name} is not here: NOT TESTED is ${without}.\n    To test it, ${remedy}.`

/** Says before and after the run what is left out and why; where everything is required, refuses to start. */
export default (): (() => void) => {
  const missing = all.filter(({ present }) => !present)
  if (missing.length === 0) return () => undefined
  const text = `\n${'!'.repeat(80)}\n${missing.map(describe).join('\n')}\n${'!'.repeat(80)}\n`
  if (everythingRequired && missing.some(({ wherePossible }) => !wherePossible)) {
    throw new Error(`SPILLWAY_REQUIRE_ALL is set and parts are missing:${text}`)
  }
  console.warn(text)
  return () => console.warn(text)
}
