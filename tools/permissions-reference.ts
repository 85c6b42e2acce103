import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { operations, renderPermissions } from '@spillway/contract'

/** Where the generated matrix is kept. */
export const permissionsPath = fileURLToPath(new URL('../docs/reference/permissions.md', import.meta.url))

export const currentPermissions = (): string => `${renderPermissions(operations)}\n`

if (import.meta.main) {
  await mkdir(dirname(permissionsPath), { recursive: true })
  await writeFile(permissionsPath, currentPermissions())
  process.stdout.write(`Wrote ${permissionsPath}\n`)
}
