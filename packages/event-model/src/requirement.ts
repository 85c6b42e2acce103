import type { FieldPath } from './fields.ts'

/**
 * What an event has to be, said of its leaves as data, so that an engine can leave the others unread. Texts compare as
 * they stand; '' is a text that is absent. What `plain` and `fits` let pass may be more than they name, never less.
 */
export type Requirement =
  | { readonly kind: 'every' | 'some'; readonly of: readonly Requirement[] }
  | { readonly kind: 'among'; readonly path: FieldPath; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'bears'; readonly path: FieldPath; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'flag'; readonly path: FieldPath; readonly value: boolean }
  | { readonly kind: 'differ'; readonly paths: readonly [FieldPath, FieldPath] }
  | { readonly kind: 'plain'; readonly path: FieldPath; readonly values: readonly string[] }
  | { readonly kind: 'fits'; readonly path: FieldPath; readonly patterns: readonly string[] }

type Texts = readonly string[]

/** Requirements, by what they say. */
export const required = {
  every: (of: readonly Requirement[]): Requirement => ({ kind: 'every', of }),
  some: (of: readonly Requirement[]): Requirement => ({ kind: 'some', of }),
  anything: { kind: 'every', of: [] } as Requirement,
  nothing: { kind: 'some', of: [] } as Requirement,
  /** A text is one of these. */
  among: (path: FieldPath, values: Texts): Requirement => ({ kind: 'among', path, values, negated: false }),
  notAmong: (path: FieldPath, values: Texts): Requirement => ({ kind: 'among', path, values, negated: true }),
  /** A list holds one of these. */
  bears: (path: FieldPath, values: Texts): Requirement => ({ kind: 'bears', path, values, negated: false }),
  bearsNone: (path: FieldPath, values: Texts): Requirement => ({ kind: 'bears', path, values, negated: true }),
  flag: (path: FieldPath, value: boolean): Requirement => ({ kind: 'flag', path, value }),
  differ: (left: FieldPath, right: FieldPath): Requirement => ({ kind: 'differ', paths: [left, right] }),
  /** A text, without its spaces and underscores and in lower case, is one of these. */
  plain: (path: FieldPath, values: Texts): Requirement => ({ kind: 'plain', path, values }),
  /** A text fits one of these patterns of `*` and `?`, which are in lower case, in any letter case. */
  fits: (path: FieldPath, patterns: Texts): Requirement => ({ kind: 'fits', path, patterns }),
} as const
