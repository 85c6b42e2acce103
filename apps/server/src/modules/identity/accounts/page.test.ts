import { createHash } from 'node:crypto'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'
import { accountPage, accountPageHeaders } from './page.ts'

const between = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(accountPage)?.[1] ?? ''

/** What the script of the page does in a browser that opened it at a fragment. */
const open = (hash: string, status = 204) => {
  const calls: { path: string; body: unknown }[] = []
  const shown = { address: hash, text: 'This page needs JavaScript.', isFormHidden: true }
  let submit: (event: object) => Promise<void> = async () => undefined
  const form = {
    elements: { first: { value: '' }, again: { value: '' } },
    set hidden(isHidden: boolean) {
      shown.isFormHidden = isHidden
    },
    addEventListener: (_: string, listener: typeof submit) => {
      submit = listener
    },
  }
  const message = {
    set textContent(text: string) {
      shown.text = text
    },
  }
  const sandbox = {
    location: { hash, pathname: '/v1/spillway/account' },
    history: { replaceState: (_: null, __: string, path: string) => void Object.assign(shown, { address: path }) },
    document: { querySelector: (selector: string) => (selector === 'form' ? form : message) },
    fetch: async (path: string, { body }: { body: string }) => {
      calls.push({ path, body: JSON.parse(body) })
      return { ok: status === 204, status, json: async () => ({ detail: 'too short' }) }
    },
  }
  runInContext(between('script'), createContext(sandbox))
  const choose = (first: string, again = first) => {
    form.elements.first.value = first
    form.elements.again.value = again
    return submit({ preventDefault: () => undefined })
  }
  return { shown, calls, choose }
}

it('allows its own script and style, and nothing else', () => {
  const policy = accountPageHeaders['content-security-policy']
  for (const tag of ['script', 'style'])
    expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(between(tag)).digest('base64')}'`)
  expect(accountPage).not.toMatch(/ on\w+=| style=|src=/)
})

it.each([
  ['invitation', '/v1/spillway/invitations/accept'],
  ['password-reset', '/v1/spillway/password-resets/redeem'],
])('takes up a link of %s, and takes its secret out of the address', async (kind, path) => {
  const { shown, calls, choose } = open(`#${kind}=7.abc`)
  expect(shown).toEqual({ address: '/v1/spillway/account', text: '', isFormHidden: false })
  await choose('what the user chose', 'something else')
  expect([calls, shown.text]).toEqual([[], 'The two are not the same.'])
  await choose('what the user chose')
  expect(calls).toEqual([{ path, body: { secret: '7.abc', password: 'what the user chose' } }])
  expect(shown).toMatchObject({ isFormHidden: true, text: 'Your password is set. You can sign in now.' })
})

it('says why it cannot', async () => {
  for (const hash of ['', '#other=7.abc', '#constructor=7.abc', '#invitation'])
    expect(open(hash).shown).toMatchObject({ isFormHidden: true, text: expect.stringContaining('Open the link') })
  const gone = open('#invitation=7.abc', 401)
  await gone.choose('what the user chose')
  expect(gone.shown).toMatchObject({ isFormHidden: false, text: 'This link was used, replaced or has expired.' })
  const refused = open('#invitation=7.abc', 400)
  await refused.choose('x')
  expect(refused.shown.text).toBe('Refused: too short')
})
