import { readFileSync } from 'node:fs'
import { guestToken } from '@/lib/access/guest-tokens'

/**
 * Returns the path of a guest link's page. Where tests call a server over HTTP, AUTH_SECRET is not set: the token is
 * signed with the secret of that server.
 */
export function guestPath(link: string): string {
  process.env.AUTH_SECRET ??= JSON.parse(
    readFileSync(`${process.env.TEST_ROOT ?? '.'}/.data-test/secrets.json`, 'utf8'),
  ).AUTH_SECRET
  return `/g/${guestToken(link, 'page', process.env.AUTH_SECRET)}`
}
