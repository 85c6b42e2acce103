import type { Nest } from '../nest.ts'
import { fileRows } from './file.ts'
import { originRows } from './origin.ts'
import { outcomeRows } from './outcome.ts'
import { programRows } from './program.ts'
import type { V1Field } from './row.ts'
import { transferRows } from './transfer.ts'

const rows = [...fileRows, ...originRows, ...programRows, ...transferRows, ...outcomeRows] as const

/** A whole v1 file event. */
export type FileEventV1 = Nest<(typeof rows)[number]>

/** Every leaf of a v1 file event, in the order of its keys in a response. */
export const v1Fields: readonly V1Field[] = rows

export type { V1Field } from './row.ts'
