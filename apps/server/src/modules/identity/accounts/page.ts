import { createHash } from 'node:crypto'

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}
label{display:block;margin:1rem 0}input{display:block;width:100%;font:inherit;padding:.4rem;box-sizing:border-box}
button{font:inherit;padding:.4rem 1.2rem}`

/** The secret is taken out of the address bar before anything else, and goes nowhere but to this server. */
const script = `'use strict'
const [kind, secret] = location.hash.slice(1).split('=')
history.replaceState(null, '', location.pathname)
const form = document.querySelector('form')
const message = document.querySelector('[role=status]')
const paths = {
  invitation: '/v1/spillway/invitations/accept',
  'password-reset': '/v1/spillway/password-resets/redeem',
}
const path = Object.hasOwn(paths, kind) && secret ? paths[kind] : null
message.textContent = path === null ? 'Open the link in your mail to choose a password.' : ''
form.hidden = path === null
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { first, again } = form.elements
  if (first.value !== again.value) return void (message.textContent = 'The two are not the same.')
  message.textContent = ''
  const body = JSON.stringify({ secret, password: first.value })
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const answer = await fetch(path, request).catch(() => null)
  if (answer === null) return void (message.textContent = 'The server cannot be reached; try again.')
  form.hidden = answer.ok
  if (answer.ok) return void (message.textContent = 'Your password is set. You can sign in now.')
  const { detail } = await answer.json().catch(() => ({}))
  message.textContent = answer.status === 401 ? 'This link was used, replaced or has expired.' : 'Refused: ' + detail
})`

/** A page on which people choose a password with the secret that their mail's link holds. */
export const accountPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Spillway account</title>
<style>${style}</style>
</head>
<body>
<h1>Spillway</h1>
<form hidden>
<label>New password, 12 characters or more
<input name="first" type="password" autocomplete="new-password" minlength="12" maxlength="1024" required></label>
<label>The same again
<input name="again" type="password" autocomplete="new-password" required></label>
<button>Set password</button>
</form>
<p role="status">This page needs JavaScript.</p>
<script>${script}</script>
</body>
</html>
`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but what stands in the page runs, nothing but this server is called, and nobody frames it or hears whence. */
export const accountPageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const
