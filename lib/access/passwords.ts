import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '@/lib/errors'

/**
 * OWASP's first choice for scrypt (Password Storage Cheat Sheet): N=2^15, r=8, p=3 costs 32 MB and a tenth of a second.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }

/** Returns the text that is stored for a password: `scrypt$N$r$p$salt$hash`, so that the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Whether the password is the stored one. Takes equally long for accounts without a password, so that the duration does
 * not reveal which addresses have accounts.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt, hash] = (stored ?? (await placeholderHash())).split('$')
  const expected = Buffer.from(hash!, 'base64url')
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: COST.maxmem }
  const actual = await derive(password, Buffer.from(salt!, 'base64url'), options)
  return timingSafeEqual(actual, expected) && stored !== null
}

let placeholderPromise: Promise<string> | undefined

function placeholderHash(): Promise<string> {
  placeholderPromise ??= hashPassword(randomBytes(16).toString('hex'))
  return placeholderPromise
}

/** Maximum number of concurrent derivations. They occupy the threads that also read files and resolve host names. */
const MAX_CONCURRENT = 2
/** Maximum number of derivations that wait for others. */
const MAX_WAITING = 16

let running = 0
const waiting: (() => void)[] = []

/** Derives a key with scrypt. @throws AppError TOO_MANY if too many derivations wait already */
async function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  if (running < MAX_CONCURRENT) running++
  else if (waiting.length < MAX_WAITING) await new Promise<void>((resolve) => waiting.push(resolve))
  else throw new AppError('TOO_MANY')
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    )
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
