import type { LessonPlaceholder } from '@spillway/content'
import type { Lesson } from './lesson.ts'
import { filled } from './placeholders.ts'

/** What a message tells of the case; null where nothing is known. */
export interface LessonFacts {
  readonly firstName: string | null
  readonly fileName: string | null
  readonly destination: string | null
}

/** Words that a sentence stays whole with. */
const unknown: Readonly<Record<LessonPlaceholder, string>> = {
  firstName: 'there',
  fileName: 'a file',
  destination: 'a place outside the company',
  mediaUrl: '',
}

/** Longest fact in a message, in characters: names of files come from machines. */
const longestFact = 200

/** A lesson for one person: as text, and as HTML in which nothing that came from outside is markup. */
export const render = ({ subject, message, mediaUrl }: Lesson, facts: LessonFacts) => {
  const factOf = (name: LessonPlaceholder): string =>
    name === 'mediaUrl' ? (mediaUrl ?? '') : plain(facts[name]) || unknown[name]
  const html = (name: LessonPlaceholder): string =>
    name === 'mediaUrl' ? linkTo(mediaUrl ?? '') : escaped(factOf(name))
  return {
    subject,
    text: filled(message, factOf),
    html: paragraphs(filled(escaped(message), html)),
  }
}

/** One line: what would break lines or turn the direction of writing is gone. */
const plain = (fact: string | null): string => {
  const line = (fact ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
  return line.length > longestFact ? `${line.slice(0, longestFact).toWellFormed()}…` : line
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const linkTo = (url: string): string => `<a href="${escaped(url)}">${escaped(url)}</a>`

const paragraphs = (html: string): string =>
  html
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((paragraph) => `<p>${paragraph.replaceAll(/\r?\n/g, '<br>')}</p>`)
    .join('\n')
