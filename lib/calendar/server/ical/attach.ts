import { type Attachment, pathOfAttachment } from '@/lib/calendar/attachment'
import { type ContentLine, formatLine, param } from './line'

/** An attachment to write, with its absolute URL. */
export interface AttachmentToWrite extends Pick<Attachment, 'id' | 'name' | 'type' | 'bytes'> {
  href: string
}

/** Returns an attachment with its URL on this server. */
export function toWritable({ id, name, type, bytes }: Attachment, origin: string): AttachmentToWrite {
  return { id, name, type, bytes, href: `${origin}${pathOfAttachment(id)}` }
}

/** Writes attachments as ATTACH (RFC 5545 §3.8.1.1) with the parameters of managed attachments (RFC 8607 §4). */
export function* attachLines(attachments: readonly AttachmentToWrite[]): Generator<string> {
  for (const { id, name, type, bytes, href } of attachments) {
    const params = [
      ['MANAGED-ID', id],
      ['FMTTYPE', type],
      ['FILENAME', name],
      ['SIZE', String(bytes)],
    ] as const
    yield formatLine('ATTACH', params, href)
  }
}

/**
 * Returns whether a line is an attachment that Kinday wrote. An import does not keep it as a link: either the event has
 * the attachment already, or the link leads to another server, which requires a sign-in.
 */
export function isKindayAttachment(line: ContentLine): boolean {
  const id = param(line, 'managed-id')
  return line.name === 'ATTACH' && Boolean(id) && line.value.endsWith(pathOfAttachment(id!))
}
