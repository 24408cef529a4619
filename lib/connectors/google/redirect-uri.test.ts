import { expect, it } from 'vitest'
import { isAcceptedRedirectUri } from './redirect-uri'

it.each([
  ['https://kinday.example.org/callback', true],
  ['http://localhost:3000/callback', true],
  ['http://127.0.0.1:3000/callback', true],
  ['http://kinday.example.org/callback', false],
  ['https://192.168.1.20/callback', false],
  ['https://kinday/callback', false],
  ['https://nas.local/callback', false],
])('reports whether Google accepts the redirect URI %s: %s', (uri, isAccepted) => {
  expect(isAcceptedRedirectUri(uri)).toBe(isAccepted)
})
