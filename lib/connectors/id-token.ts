/**
 * Returns the claims of an ID token; none if it is missing or unreadable. Its signature needs no check: the token endpoint has
 * sent it itself (OpenID Connect Core §3.1.3.7).
 */
export function claimsOf(idToken: unknown): Record<string, unknown> {
  try {
    const [, payload = ''] = String(idToken ?? '').split('.')
    return Object(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  } catch {
    return {}
  }
}

/** Returns the identifier of the account, which stays when its address changes (OpenID Connect Core §5.7); null without one. */
export function subjectOf({ sub, oid, tid }: Record<string, unknown>): string | null {
  const isId = (value: unknown) => typeof value === 'string' && /^[\x21-\x7e]{1,255}$/.test(value)
  // Those of Microsoft are the same for every application, unlike `sub`.
  if (isId(oid) && isId(tid)) return `${tid}.${oid}`
  return isId(sub) ? (sub as string) : null
}
