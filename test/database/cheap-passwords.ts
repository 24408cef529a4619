import type { BinaryLike, ScryptOptions } from 'node:crypto'
import { vi } from 'vitest'

// Hashing a password is slow on purpose. lib/access/passwords.test.ts tests its cost.
vi.mock('node:crypto', async (importOriginal) => {
  const crypto = await importOriginal<typeof import('node:crypto')>()
  const scrypt = (
    password: BinaryLike,
    salt: BinaryLike,
    length: number,
    options: ScryptOptions,
    callback: (error: Error | null, key: Buffer) => void,
  ) => crypto.scrypt(password, salt, length, { ...options, N: 16 }, callback)
  return { ...crypto, default: { ...crypto, scrypt }, scrypt }
})
