import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createProgram } from './program.ts'
import { inertContext } from './reference/context.ts'
import { currentReference, referencePath } from './reference.ts'

it('matches the commands; run `node apps/cli/src/reference.ts` after changing one', () => {
  expect(readFileSync(referencePath, 'utf8')).toBe(currentReference())
})

it('holds a section for every command and a row for every option', () => {
  const text = currentReference()
  const { commands } = createProgram(inertContext)
  expect(commands.length).toBeGreaterThan(6)
  for (const command of commands) {
    expect(text).toContain(`## spillway ${command.name()}`)
    for (const { long } of command.options) expect(text).toContain(long)
  }
})
