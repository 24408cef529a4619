import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

/** Credentials of a connected account, encrypted. `keyId` names the key. */
export interface EncryptedCredentials {
  credentials: Buffer
  keyId: string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts credentials with AES-256-GCM and the first key of `ENCRYPTION_KEY`.
 * @param context the row that they belong to. Decryption needs the same: a row copied to another user is useless
 */
export function encryptCredentials(value: object, context: string): EncryptedCredentials {
  const [key] = env.encryptionKeys
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key!, nonce).setAAD(Buffer.from(context))
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return { credentials: Buffer.concat([nonce, cipher.getAuthTag(), text]), keyId: keyIdOf(key!) }
}

/** Decrypts credentials. Returns null if their key is unknown, as after a restore without the secrets. */
export function decryptCredentials({ credentials, keyId }: EncryptedCredentials, context: string): unknown {
  const key = env.encryptionKeys.find((candidate) => keyIdOf(candidate) === keyId)
  if (!key) return null
  const bytes = Buffer.from(credentials)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}

/** Returns whether credentials are encrypted with a former key, so that a rotation has to encrypt them again. */
export function hasFormerKey({ keyId }: EncryptedCredentials): boolean {
  return keyId !== keyIdOf(env.encryptionKeys[0]!)
}

function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8)
}
