import { resolve } from 'node:path'
import { z } from 'zod'

const folder = z
  .string()
  .min(1)
  .transform((path) => resolve(path))
const milliseconds = z.number().int().min(0)
const megabyte = 1024 * 1024

const credentials = z.union([
  z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1) }),
  z.strictObject({ username: z.string().min(1), password: z.string().min(1), totp: z.string().optional() }),
  z.strictObject({ token: z.string().min(1) }),
])

/** What an operator sets. Relative folders count from the working directory. */
export const agentOptionsSchema = z.strictObject({
  server: z.url({ protocol: /^https?$/ }).describe('Origin of the Spillway server'),
  watch: z.array(folder).min(1).describe('Folders to watch, with all below them'),
  spoolDirectory: folder.describe("The agent's own folder: identity, spool and inventory"),
  credentials: credentials.optional().describe('Of somebody who may register agents; needed once'),
  allowPlainHttp: z.boolean().default(false).describe('Allow http to other hosts than this one'),
  userEmail: z.string().min(1).max(320).optional().describe('Whose machine this is'),
  hostname: z.string().min(1).max(255).optional().describe('Instead of the name the system gives'),
  homes: z
    .array(folder)
    .optional()
    .describe("Home folders whose sync programs' settings are read, instead of those of the machine's users"),
  exclude: z.array(folder).default([]).describe('Folders left out'),
  hiddenFiles: z.boolean().default(true).describe('Report hidden files'),
  temporaryFiles: z.boolean().default(false).describe("Report editors' and browsers' temporary files"),
  removableFolders: z.array(folder).default([]).describe('Folders to treat as removable media'),
  removableDevices: z
    .array(z.string().regex(/^\/dev\/./))
    .default([])
    .describe('Block devices to treat as removable media though the kernel does not, such as /dev/loop0'),
  watchRemovableMedia: z.boolean().default(true).describe('Watch media that are plugged in'),
  watchProcesses: z.boolean().default(true).describe('Report files that browsers and file-transfer programs read'),
  processInterval: milliseconds.min(50).default(250).describe('How often to look which files programs read'),
  capacityBytes: z
    .number()
    .int()
    .min(64 * 1024)
    .default(256 * megabyte)
    .describe('Room for events that wait'),
  segmentBytes: z
    .number()
    .int()
    .min(1024)
    .max(12 * megabyte)
    .default(4 * megabyte),
  batchEvents: z.number().int().min(1).max(10_000).default(5_000),
  concurrency: z.number().int().min(1).max(64).default(8).describe('Files looked at at the same time'),
  quiet: milliseconds.default(150).describe('Rest a file needs before it is reported'),
  longest: milliseconds.default(30_000).describe('Time after which a file without rest is reported all the same'),
  renameWindow: milliseconds.default(400).describe('Time in which a vanished file may turn up elsewhere'),
  heartbeatInterval: milliseconds.min(100).default(60_000),
  mediaInterval: milliseconds.min(100).default(2_000).describe('How often to look for new media'),
  backoff: z
    .strictObject({ base: milliseconds.min(1), cap: milliseconds.min(1) })
    .default({ base: 500, cap: 60_000 })
    .describe('Waits after failed uploads'),
})

export type AgentOptions = z.input<typeof agentOptionsSchema>
export type AgentSettings = z.output<typeof agentOptionsSchema>
