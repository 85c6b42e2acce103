#!/usr/bin/env node
// Plain JavaScript for any Node: Spillway itself needs the pinned one, which the `node` package carries.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('../src/main.ts')
} else {
  const node = createRequire(import.meta.url).resolve('node/bin/node')
  const { status, signal } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = signal === 'SIGINT' ? 130 : (status ?? 1)
}
