import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgram } from './program.ts'
import { inertContext } from './reference/context.ts'
import { renderReference } from './reference/render.ts'

/** Where the generated reference is kept. */
export const referencePath = fileURLToPath(new URL('../../../docs/reference/cli.md', import.meta.url))

export const currentReference = (): string => renderReference(createProgram(inertContext))

if (import.meta.main) {
  await mkdir(dirname(referencePath), { recursive: true })
  await writeFile(referencePath, currentReference())
  process.stdout.write(`Wrote ${referencePath}\n`)
}
