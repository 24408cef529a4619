import { randomUUID } from 'node:crypto'
import { cookies } from 'next/headers'
import { cookieOptions } from '@/lib/auth/session'
import type { Refusal } from './action-result'

/** The values of a refused form as the guest typed them, and the error. */
export interface RefusedForm {
  values: Record<string, string>
  error: Refusal
}

/** Cookie that carries a refused form to the page that shows it again. */
const COOKIE = 'guest-form'
const LIFETIME_SECONDS = 120

/** Maximum length of a stored value in characters. A cookie has room for 4 kB. */
const MAX_VALUE_LENGTH = 600

/** Keeps a refused form in a cookie. Returns its key for the query of the page. */
export async function storeRefusedForm(path: string, { values, error }: RefusedForm): Promise<string> {
  const key = randomUUID()
  const shortValues = Object.entries(values).map(([name, value]) => [name, value.slice(0, MAX_VALUE_LENGTH)])
  const text = JSON.stringify({ key, values: Object.fromEntries(shortValues), error })
  const options = { ...(await cookieOptions()), path, maxAge: LIFETIME_SECONDS }
  ;(await cookies()).set(COOKIE, Buffer.from(text).toString('base64url'), options)
  return key
}

/** Returns the refused form with a key; undefined once the cookie has expired. */
export async function readRefusedForm(key: string | undefined): Promise<RefusedForm | undefined> {
  const cookie = key && (await cookies()).get(COOKIE)?.value
  if (!cookie) return undefined
  try {
    const { key: storedKey, ...form } = JSON.parse(Buffer.from(cookie, 'base64url').toString())
    return storedKey === key ? form : undefined
  } catch {
    return undefined
  }
}
