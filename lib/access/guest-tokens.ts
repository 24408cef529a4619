import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/**
 * Purpose of a guest token: the guest's page, the address for replies in mails that were sent before reply tags, the
 * link to unsubscribe, or, for a participant of a gathering, the participant's page and the link to unsubscribe.
 */
export type GuestTokenPurpose = 'page' | 'reply' | 'unsubscribe' | 'gathering' | 'gathering-unsubscribe'

const ID_BYTES = 16
const SIGNATURE_BYTES = 9
const TOKEN_LENGTH = ((ID_BYTES + SIGNATURE_BYTES) * 8) / 5

const TAG_ID_BYTES = 2
const TAG_SIGNATURE_BYTES = 12

/**
 * Returns the token of a guest link for a purpose: the id and a signature, in lower-case base32 (RFC 4648), because
 * mail programs may change the case of addresses.
 * @param secret by default that of this installation
 */
export function guestToken(linkId: string, purpose: GuestTokenPurpose, secret?: string): string {
  const id = bytesOf(linkId)
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

/**
 * Returns the tag of a guest's reply address: the end of the link's id, by which the database finds it, and a
 * signature. Its 23 characters leave 40 for the mailbox, since the local part of an address has at most 64 octets (RFC
 * 5321 §4.5.3.1.1).
 */
export function replyTag(linkId: string): string {
  const id = bytesOf(linkId)
  const signature = signatureOf(id, 'reply-tag', undefined, TAG_SIGNATURE_BYTES)
  return toBase32(Buffer.concat([id.subarray(-TAG_ID_BYTES), signature]))
}

/** Returns the last four hexadecimal digits of the link ids that a reply tag may belong to. */
export function idEndOfReplyTag(tag: string): string | undefined {
  return fromBase32(tag.toLowerCase())?.subarray(0, TAG_ID_BYTES).toString('hex')
}

/** Checks whether this server has signed a reply tag for a link. */
export function isReplyTagOf(tag: string, linkId: string): boolean {
  const [given, expected] = [Buffer.from(tag.toLowerCase()), Buffer.from(replyTag(linkId))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function bytesOf(linkId: string): Buffer {
  return Buffer.from(linkId.replaceAll('-', ''), 'hex')
}

function signatureOf(
  id: Buffer,
  purpose: GuestTokenPurpose | 'reply-tag',
  secret = env.authSecret,
  length = SIGNATURE_BYTES,
): Buffer {
  const text = `guest-link:${purpose}:${id.toString('hex')}`
  return createHmac('sha256', secret).update(text).digest().subarray(0, length)
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Encodes without padding characters; the last character may have unused bits. */
function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Buffer | undefined {
  const values = [...text].map((character) => ALPHABET.indexOf(character))
  if (values.includes(-1)) return undefined
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
