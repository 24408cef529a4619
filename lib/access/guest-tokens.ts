import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/** Purpose of a guest token: the guest's page, the address for replies by mail, or the link to unsubscribe. */
export type GuestTokenPurpose = 'page' | 'reply' | 'unsubscribe'

const ID_BYTES = 16
const SIGNATURE_BYTES = 9
const TOKEN_LENGTH = ((ID_BYTES + SIGNATURE_BYTES) * 8) / 5

/**
 * Returns the token of a guest link for a purpose: the id and a signature, in lower-case base32 (RFC 4648), because
 * mail programs may change the case of addresses.
 * @param secret by default that of this installation
 */
export function guestToken(linkId: string, purpose: GuestTokenPurpose, secret?: string): string {
  const id = Buffer.from(linkId.replaceAll('-', ''), 'hex')
  return toBase32(Buffer.concat([id, signatureOf(id, purpose, secret)]))
}

/** Returns the link id of a token; undefined if the token was not signed for this purpose. */
export function parseGuestToken(token: string, purpose: GuestTokenPurpose): string | undefined {
  const bytes = token.length === TOKEN_LENGTH ? fromBase32(token.toLowerCase()) : undefined
  if (!bytes) return undefined
  const id = bytes.subarray(0, ID_BYTES)
  if (!timingSafeEqual(bytes.subarray(ID_BYTES), signatureOf(id, purpose))) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function signatureOf(id: Buffer, purpose: GuestTokenPurpose, secret = env.authSecret): Buffer {
  const text = `guest-link:${purpose}:${id.toString('hex')}`
  return createHmac('sha256', secret).update(text).digest().subarray(0, SIGNATURE_BYTES)
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Encodes a whole number of 5-byte groups, which need no padding. */
function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((group) => ALPHABET[Number.parseInt(group, 2)]).join('')
}

function fromBase32(text: string): Buffer | undefined {
  const values = [...text].map((character) => ALPHABET.indexOf(character))
  if (values.includes(-1)) return undefined
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
