import { randomUUID } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { cookies } from 'next/headers'
import { cookieOptions } from '@/lib/auth/session'
import type { Refusal } from './action-result'

/** The values of a refused form as the guest typed them, and the error. */
export interface RefusedForm {
  values: Record<string, string>
  error: Refusal
}

/** Cookies that carry a refused form to the page that shows it again; the second one is `guest-form-1`. */
const COOKIE = 'guest-form'
const LIFETIME_SECONDS = 120

/** Maximum length of the text of a cookie: browsers store 4 kB with its name and attributes (RFC 6265 §6.1). */
const MAX_COOKIE_LENGTH = 3800
/** Maximum number of cookies. They have room for the largest form that is valid: a ballot with 1,000 votes. */
const MAX_COOKIES = 3

/** Maximum length of each value of a form that has no room otherwise, in characters. */
const MAX_VALUE_LENGTH = 600

/** Keeps a refused form in cookies. Returns its key for the query of the page. */
export async function storeRefusedForm(path: string, form: RefusedForm): Promise<string> {
  const key = randomUUID()
  const options = { ...(await cookieOptions()), path, maxAge: LIFETIME_SECONDS }
  const store = await cookies()
  for (const [n, chunk] of packForm(key, form).entries()) store.set(nameOf(n), chunk, options)
  return key
}

/** Returns the refused form with a key; undefined once the cookies have expired. */
export async function readRefusedForm(key: string | undefined): Promise<RefusedForm | undefined> {
  if (!key) return undefined
  const store = await cookies()
  return unpackForm(
    key,
    Array.from({ length: MAX_COOKIES }, (_, n) => store.get(nameOf(n))?.value),
  )
}

/** Returns the texts of the cookies of a form. The first begins with their number. */
export function packForm(key: string, { values, error }: RefusedForm): string[] {
  const pack = (kept: Record<string, string>) =>
    deflateRawSync(JSON.stringify({ key, values: kept, error })).toString('base64url')
  let text = pack(values)
  if (text.length >= MAX_COOKIES * MAX_COOKIE_LENGTH) {
    const short = Object.entries(values).map(([name, value]) => [name, value.slice(0, MAX_VALUE_LENGTH)])
    text = pack(Object.fromEntries(short))
  }
  const count = Math.ceil((text.length + 1) / MAX_COOKIE_LENGTH)
  return `${count}${text}`.match(new RegExp(`.{1,${MAX_COOKIE_LENGTH}}`, 'g'))!.slice(0, MAX_COOKIES)
}

/** Returns the form in the texts of cookies; undefined if they are those of another one or incomplete. */
export function unpackForm(key: string, chunks: readonly (string | undefined)[]): RefusedForm | undefined {
  const count = Number(chunks[0]?.[0])
  try {
    const packed = chunks.slice(0, count).join('').slice(1)
    const text = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: MAX_FORM_LENGTH })
    const { key: storedKey, ...form } = JSON.parse(text.toString())
    return storedKey === key ? form : undefined
  } catch {
    return undefined
  }
}

/** Maximum length of a form in bytes: cookies are written by clients. */
const MAX_FORM_LENGTH = 200_000

function nameOf(n: number): string {
  return n ? `${COOKIE}-${n}` : COOKIE
}
