import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prebuilt } from './lesson.ts'
import { render } from './render.ts'

const [base] = [...prebuilt.values()]
if (!base) throw new Error('there are lessons')
const lesson = (message: string, mediaUrl: string | null = null) => ({ ...base, message, mediaUrl })
const nothing = { firstName: null, fileName: null, destination: null }

it('puts facts in the place of their names, as text and as HTML', () => {
  const facts = { firstName: 'Ann', fileName: 'a<b>.docx', destination: 'Dropbox & Co' }
  const media = 'https://example.com/?a=1&b=2'
  expect(
    render(lesson('Hi {{firstName}},\n\n{{ fileName }} went to\n{{destination}}: {{mediaUrl}}', media), facts),
  ).toEqual({
    subject: base.subject,
    text: `Hi Ann,\n\na<b>.docx went to\nDropbox & Co: ${media}`,
    html:
      '<p>Hi Ann,</p>\n<p>a&lt;b&gt;.docx went to<br>Dropbox &amp; Co: ' +
      '<a href="https://example.com/?a=1&amp;b=2">https://example.com/?a=1&amp;b=2</a></p>',
  })
})

it('has words for what is not known', () => {
  const all = [...prebuilt.values()].map((each) => render(each, nothing).text)
  for (const text of all) {
    expect(text).not.toMatch(/[{}]|null/)
    expect(text).toMatch(/^Hi there,/)
  }
})

it('lets no fact bring markup, lines or placeholders of its own', () => {
  const fact = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('{{firstName}}'),
    fc.constant('a\r\n\r\nb\u202Etxt.exe'),
  )
  fc.assert(
    fc.property(fact, fact, (fileName, destination) => {
      const { text, html } = render(lesson('a {{fileName}} b {{destination}} c'), { ...nothing, fileName, destination })
      expect(text.split(/[\r\n\u2028\u2029]/)).toHaveLength(1)
      expect(text.isWellFormed()).toBe(true)
      expect(text.length).toBeLessThan(450)
      expect(html.replace(/^<p>/, '').replace(/<\/p>$/, '')).not.toMatch(/[<>"']/)
      if (fileName === '{{firstName}}') expect(text).toContain('a {{firstName}} b')
    }),
  )
})
