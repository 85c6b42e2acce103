import { describe, expect, it } from 'vitest'
import { lessonPlaceholders, prebuiltLessons } from './index.ts'

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)

describe('lessons', () => {
  it('have ids and titles that tell them apart', () => {
    expect(prebuiltLessons.length).toBeGreaterThanOrEqual(5)
    for (const part of ['id', 'title', 'subject'] as const)
      expect(new Set(prebuiltLessons.map((lesson) => lesson[part])).size).toBe(prebuiltLessons.length)
    for (const { id } of prebuiltLessons) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it.each(prebuiltLessons)('$id is short, greets, and uses what there is', ({ subject, message, description }) => {
    const words = message.split(/\s+/).length
    expect(words).toBeGreaterThan(50)
    expect(words).toBeLessThan(150)
    expect(message.split('\n\n')[0]).toBe('Hi {{firstName}},')
    // No line breaks within a paragraph: programs that show mail break lines by themselves.
    for (const paragraph of message.split('\n\n')) expect(paragraph).not.toContain('\n')
    for (const name of placeholders(message)) expect(lessonPlaceholders).toContain(name)
    expect(message.replaceAll(/\{\{\w+\}\}/g, '')).not.toMatch(/[{}]/)
    expect([subject, description].join('')).not.toMatch(/[{}\n]/)
    expect(subject.length).toBeLessThan(80)
  })

  it('accuse nobody', () => {
    for (const { message } of prebuiltLessons) expect(message).not.toMatch(/violat|forbidden|disciplin|consequence|!/i)
  })

  it('show no picture, since none comes with them', () => {
    for (const { message } of prebuiltLessons) expect(message).not.toContain('mediaUrl')
  })
})
