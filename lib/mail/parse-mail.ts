import { type Attachment, type HeaderValue, type ParsedMail, simpleParser } from 'mailparser'
import { toSingleLine } from '@/lib/calendar/text'
import { digestId } from './digest-id'

/** The parts of a received mail that Kinday reads. Its texts are not stored. */
export interface ReceivedMail {
  /** The Message-ID or, without one, a hash of the mail. */
  id: string
  /** Addresses to which it was delivered, those of the envelope's headers first. */
  recipients: string[]
  /** Whether a program sent it (RFC 3834). */
  isAutomatic: boolean
  /** The calendar parts. */
  calendars: string[]
  /** A report that mails were not delivered (RFC 3464). */
  bounce: Bounce | null
}

export interface Bounce {
  /** Message-ID of the mail that was not delivered. */
  messageId: string
  status: string
}

/** Headers in which mail servers write the address of the envelope. */
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-forwarded-to', 'to', 'cc']

const MAX_CALENDARS = 5
const MAX_RECIPIENTS = 100

/** Options that skip processing of the texts, which are not read. */
const OPTIONS = {
  ...{ skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true },
  maxHtmlLengthToParse: 1,
  maxHeadSize: 64 * 1024,
}

/** Parses a mail; null if it is damaged or exceeds the limits of the parser. */
export async function parseMail(source: Buffer): Promise<ReceivedMail | null> {
  const mail = await simpleParser(source, OPTIONS).catch(() => null)
  if (!mail) return null
  const automatic = lineOf(mail.headers.get('auto-submitted')).toLowerCase()
  const precedence = lineOf(mail.headers.get('precedence')).toLowerCase()
  return {
    id: toSingleLine(mail.messageId ?? '') || digestId(source),
    recipients: RECIPIENT_HEADERS.flatMap((header) => addressesOf(mail, header)).slice(0, MAX_RECIPIENTS),
    isAutomatic: (automatic !== '' && automatic !== 'no') || /^(bulk|junk|list|auto_reply)$/.test(precedence),
    calendars: mail.attachments.filter(isCalendar).slice(0, MAX_CALENDARS).map(calendarText),
    bounce: bounceOf(mail),
  }
}

/** A header may occur several times: each server on the way adds its own Delivered-To. */
function addressesOf({ headers }: ParsedMail, name: string): string[] {
  const value = headers.get(name)
  const values = Array.isArray(value) ? value : [value]
  return values.flatMap((header) => {
    if (typeof header === 'object' && header !== null && 'value' in header && Array.isArray(header.value))
      return header.value.flatMap((entry) => (typeof entry === 'object' && entry.address) || [])
    return typeof header === 'string' ? [header.replace(/^.*<|>.*$/g, '')] : []
  })
}

function isCalendar({ contentType, filename = '' }: Attachment): boolean {
  return contentType === 'text/calendar' || contentType === 'application/ics' || /\.ics$/i.test(filename)
}

function calendarText({ content, headers }: Attachment): string {
  const type = headers.get('content-type') as { params?: { charset?: string } } | undefined
  try {
    return new TextDecoder(type?.params?.charset ?? 'utf-8').decode(content)
  } catch {
    return content.toString('utf8')
  }
}

function bounceOf({ headers, attachments, text = '' }: ParsedMail): Bounce | null {
  const type = headers.get('content-type') as { value?: string } | undefined
  if (type?.value !== 'multipart/report') return null
  // The parser adds the machine-readable part to the text.
  const parts = [text, ...attachments.map(({ content }) => content.toString('utf8'))]
  const report = parts.find((part) => /^Action:/im.test(part)) ?? ''
  const [, action = ''] = /^Action:\s*(\S+)/im.exec(report) ?? []
  const original = parts.flatMap((part) => /^Message-ID:\s*(<[^<>\s]+>)/im.exec(part)?.[1] ?? [])[0]
  if (action.toLowerCase() !== 'failed' || !original) return null
  const [, status = ''] = /^Status:\s*([\d.]{1,20})/im.exec(report) ?? []
  return { messageId: original, status }
}

function lineOf(value: HeaderValue | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}
