import { type LessonPlaceholder, lessonPlaceholders } from '@spillway/content'
import type { LessonDraft } from '@spillway/contract'
import { refused } from './refusals.ts'

const pattern = /\{\{\s*([^{}]*?)\s*\}\}/g

const isPlaceholder = (name: string): name is LessonPlaceholder => lessonPlaceholders.some((known) => known === name)

/** A message with what stands for its placeholders. */
export const filled = (message: string, factOf: (name: LessonPlaceholder) => string): string =>
  message.replaceAll(pattern, (whole, name: string) => (isPlaceholder(name) ? factOf(name) : whole))

/** Refuses a draft that would be sent with braces in it, or with a link that leads nowhere. */
export const checkPlaceholders = ({ subject, message, mediaUrl }: LessonDraft): void => {
  if (/\{\{|\}\}/.test(subject)) throw refused('body.subject', 'The subject takes no placeholders')
  const names = [...message.matchAll(pattern)].map(([, name = '']) => name)
  const unknown = names.find((name) => !isPlaceholder(name))
  if (unknown !== undefined)
    throw refused(
      'body.message',
      `{{${unknown}}} is none of ${lessonPlaceholders.map((name) => `{{${name}}}`).join(', ')}`,
    )
  if (/\{\{|\}\}/.test(message.replaceAll(pattern, '')))
    throw refused('body.message', 'There are {{ or }} that belong to no placeholder')
  if (names.includes('mediaUrl') && mediaUrl === null)
    throw refused('body.mediaUrl', 'The message leads to {{mediaUrl}}, so that it needs one')
}
