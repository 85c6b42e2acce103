import { z } from 'zod'
import type { CalendarDate } from '../../lifecycle.ts'
import type { AlternatePath } from '../../operation.ts'
import { errorsOfOne } from '../errors.ts'

/** Body of a v1 resource: what was asked, echoed as text, and the data. */
export const v1Envelope = <Data extends z.ZodType>(data: Data) =>
  z.object({ metadata: z.object({ timestamp: z.iso.datetime(), params: z.record(z.string(), z.string()) }), data })

/** Body of a v3 resource. */
export const v3Envelope = <Data extends z.ZodType>(data: Data) =>
  z.object({ data, error: z.null(), warnings: z.null() })

/** Body of a command of v4 and later. */
export const commandEnvelope = <Data extends z.ZodType>(data: Data) =>
  z.object({
    metadata: z.object({ date: z.iso.datetime(), headers: z.array(z.string()), licenseStatus: z.string() }),
    data,
  })

/** Query of a console resource: unknown parameters are ignored and echoed, unreadable values count as absent. */
export const consoleQuery = <const Name extends string>(names: readonly Name[]) =>
  z.looseObject(
    Object.fromEntries(names.map((name) => [name, z.union([z.string(), z.array(z.string())]).optional()])) as Record<
      Name,
      z.ZodOptional<z.ZodUnion<[z.ZodString, z.ZodArray<z.ZodString>]>>
    >,
  )

/** A number as JSON or as text; clients send both. */
export const looseNumber = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])

/** Yes or no as JSON or as text; clients send both. */
export const looseFlag = z.union([z.boolean(), z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })])

/** Text that clients send as null where they mean nothing. */
export const nullableText = (maximum: number) => z.string().max(maximum).nullish()

/** An id, as text whatever was sent. */
export const looseId = z.union([z.int(), z.string().min(1).max(100)]).transform(String)

export const consoleErrors = errorsOfOne

/** Errors of a resource whose refusals older clients know as failed commands. */
export const commandErrors = [...consoleErrors, 'CONFLICT', 'COMMAND_REFUSED'] as const

const firstConsole: CalendarDate = '2013-01-01'
const unified = { added: firstConsole, deprecated: '2022-01-26', sunset: '2023-01-26' } as const

/** The shapes of a v1 path before paths were unified in January 2022: `/api/User` and plain `/User`. */
export const olderPaths = (resource: string): readonly AlternatePath[] =>
  [`/api/${resource}`, `/${resource}`].map((path) => ({ path, lifecycle: unified, source: 'published' }))

/** The same of a v3 path. */
export const olderV3Paths = (resource: string): readonly AlternatePath[] => [
  { path: `/c42api/v3/${resource}`, lifecycle: { ...unified, added: '2017-01-01' }, source: 'published' },
]

export const console1 = {
  authentication: 'bearer',
  alsoBasic: true,
  errorShape: 'console-v1',
  source: 'client',
  lifecycle: { added: firstConsole },
} as const

export const console3 = {
  authentication: 'bearer',
  errorShape: 'console-v3',
  source: 'client',
  lifecycle: { added: '2017-01-01' },
} as const

export const consoleCommand = {
  authentication: 'bearer',
  alsoBasic: true,
  errorShape: 'console-command',
  source: 'client',
  lifecycle: { added: '2018-01-01' },
} as const

/** Deprecated with the user and organization resources in May 2022. */
export const goneIn2023 = (replacedBy?: string) =>
  ({ added: firstConsole, deprecated: '2022-05-18', sunset: '2023-05-18', ...(replacedBy && { replacedBy }) }) as const

/** Deprecated with computers and devices in April 2023. */
export const goneIn2024 = (replacedBy?: string, added: CalendarDate = firstConsole) =>
  ({ added, deprecated: '2023-04-19', sunset: '2024-04-19', ...(replacedBy && { replacedBy }) }) as const

export const noContent = { status: 204 } as const
export const ok1 = <Data extends z.ZodType>(data: Data) =>
  ({ status: 200, type: 'application/json', schema: v1Envelope(data) }) as const
export const ok3 = <Data extends z.ZodType>(data: Data) =>
  ({ status: 200, type: 'application/json', schema: v3Envelope(data) }) as const
export const okCommand = <Data extends z.ZodType>(data: Data) =>
  ({ status: 200, type: 'application/json', schema: commandEnvelope(data) }) as const
