import { createHash, randomBytes } from 'node:crypto'

/** Hashes of the algorithms of RFC 7616. */
const HASHES: Record<string, string> = { MD5: 'md5', 'SHA-256': 'sha256' }

/** Signs requests by the Digest scheme (RFC 7616), which some servers, such as Baïkal, require. */
export class DigestLogin {
  private challenge: ReadonlyMap<string, string> | null = null
  /** Number of requests that were signed with the nonce. */
  private count = 0

  constructor(private readonly login: { username: string; password: string }) {}

  /** Takes a challenge, and returns whether it can be answered. A server that also offers Basic got that already. */
  accepts(header: string | null): boolean {
    if (!header || /(^|,)\s*basic\b/i.test(header)) return false
    const found = header
      .split(/(?:^|,\s*)Digest\s+/i)
      .slice(1)
      .map(parametersOf)
      .find(isSupported)
    if (!found) return false
    this.challenge = found
    this.count = 0
    return true
  }

  /** Returns the header of a request; null if there was no challenge. */
  header(method: string, url: string): string | null {
    const { challenge, login } = this
    if (!challenge) return null
    const [algorithm, session] = algorithmOf(challenge)
    const hash = (text: string) => createHash(HASHES[algorithm!]!).update(text).digest('hex')
    const [realm = '', nonce = '', opaque] = ['realm', 'nonce', 'opaque'].map((name) => challenge.get(name))
    const { pathname, search } = new URL(url)
    const uri = pathname + search
    const client = randomBytes(16).toString('hex')
    const count = (++this.count).toString(16).padStart(8, '0')
    const account = hash(`${login.username}:${realm}:${login.password}`)
    const secret = session ? hash(`${account}:${nonce}:${client}`) : account
    const request = hash(`${method}:${uri}`)
    const hasCount = challenge.has('qop')
    const counted = hasCount ? `${count}:${client}:auth:` : ''
    const isPlain = /^[ -~]*$/.test(login.username)
    return `Digest ${[
      isPlain
        ? `username=${quoted(login.username)}`
        : `username*=UTF-8''${encodeURIComponent(login.username)}`,
      `realm=${quoted(realm)}`,
      `nonce=${quoted(nonce)}`,
      `uri=${quoted(uri)}`,
      `response="${hash(`${secret}:${nonce}:${counted}${request}`)}"`,
      ...(challenge.has('algorithm') ? [`algorithm=${challenge.get('algorithm')}`] : []),
      ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
      ...(hasCount || session ? [`cnonce="${client}"`] : []),
      ...(hasCount ? ['qop=auth', `nc=${count}`] : []),
    ].join(', ')}`
  }
}

function isSupported(challenge: ReadonlyMap<string, string>): boolean {
  const [algorithm, session] = algorithmOf(challenge)
  const qop = challenge.get('qop')
  return (
    challenge.has('nonce') &&
    algorithm! in HASHES &&
    (session === undefined || session === 'SESS') &&
    (qop === undefined || qop.split(',').some((each) => each.trim().toLowerCase() === 'auth'))
  )
}

/** Returns the algorithm of a challenge, and `SESS` if it hashes the nonce, too. */
function algorithmOf(challenge: ReadonlyMap<string, string>): [algorithm?: string, session?: string] {
  const [, algorithm, session] = /^(.*?)(?:-(SESS))?$/.exec(
    (challenge.get('algorithm') ?? 'MD5').toUpperCase(),
  )!
  return [algorithm, session]
}

function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([\w*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)
  return new Map(
    [...found].map(([, name, value, token]) => [
      name!.toLowerCase(),
      value?.replace(/\\(.)/g, '$1') ?? token ?? '',
    ]),
  )
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
