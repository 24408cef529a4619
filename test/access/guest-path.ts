import { readFileSync } from 'node:fs'
import { guestToken } from '@/lib/access/guest-tokens'

/**
 * Returns the path of a guest link's page. If tests call a server over HTTP, AUTH_SECRET is not set, and that
 * server's secret signs the token.
 */
export function guestPath(link: string): string {
  return `/g/${guestToken(link, 'page', testSecret())}`
}

/** Returns the path of the personal page of a participant of a gathering. */
export function participantPath({ slug, participant }: { slug: string; participant: string }): string {
  return `/g/${slug}/${guestToken(participant, 'gathering', testSecret())}`
}

function testSecret(): string | undefined {
  process.env.AUTH_SECRET ??= JSON.parse(
    readFileSync(`${process.env.TEST_ROOT ?? '.'}/.data-test/secrets.json`, 'utf8'),
  ).AUTH_SECRET
  return process.env.AUTH_SECRET
}
