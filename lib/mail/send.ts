import { createTransport, type Transporter } from 'nodemailer'
import { env } from '@/lib/env'
import { mailOrigin, type Written } from './templates'

/**
 * Milliseconds that a mail server may take: to be reached, to greet, to go on. A server that hangs costs a job half a
 * minute, and not ever.
 */
const PATIENCE = {
  connectionTimeout: 10_000,
  dnsTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
}

/** Whether mail can be sent from here. */
export function mailIsOn(): boolean {
  return env.smtpUrl !== undefined
}

/** Why a mail was not taken. `final`: the server will never take it for this receiver, so trying again is no use. */
export class NotSent extends Error {
  constructor(
    message: string,
    readonly final: boolean,
  ) {
    super(message)
  }
}

/**
 * Hands a mail to the server. `id` names it always the same, so that one that arrives twice can be known as one.
 * Addresses are given as such, never as lines to be read, so nothing in them can become another header or receiver.
 * @throws NotSent
 */
export async function send(to: string, written: Written, id: string): Promise<void> {
  const from = sender()
  try {
    await transport().sendMail({
      ...written,
      from,
      to: { name: '', address: to },
      messageId: `<${id}@${from.address.split('@')[1]}>`,
      // Answering machines keep quiet (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } catch (error) {
    throw refusalOf(error)
  }
}

/** MAIL_FROM, else the account at the mail server where that is an address, else one that nobody reads. */
export function sender(): { name: string; address: string } {
  const [, name = '', bracketed] = /^([^<]*)<([^>]+)>$/.exec(env.mailFrom ?? '') ?? []
  const user = decodeURIComponent(new URL(env.smtpUrl!).username)
  const host = new URL(mailOrigin()).hostname
  const fallback = /^[^@\s]+@[^@\s]+$/.test(user) ? user : `kinday@${host}`
  return {
    name: name.trim().replace(/^"|"$/g, '') || 'Kinday',
    address: bracketed ?? env.mailFrom ?? fallback,
  }
}

let made: { url: string; transport: Transporter } | undefined

function transport(): Transporter {
  const url = env.smtpUrl
  if (!url) throw new NotSent('SMTP_URL is not set', false)
  if (made?.url !== url) made = { url, transport: createTransport({ url, ...PATIENCE }) }
  return made.transport
}

/** What the admin may read: the server's own words, in which no secret of ours stands. */
function refusalOf(error: unknown): NotSent {
  const {
    code = '',
    responseCode = 0,
    message = '',
  } = error as {
    code?: string
    responseCode?: number
    message?: string
  }
  const password = decodeURIComponent(new URL(env.smtpUrl ?? 'smtp://x').password)
  const words = `${code} ${message}`
    .replaceAll(password || '\0', '…')
    .replace(/\s+/g, ' ')
    .trim()
  // RFC 5321 §4.2.1: 5yz is for ever. Where it is the sign-in that failed, somebody will mend the settings.
  return new NotSent(words.slice(0, 300), responseCode >= 500 && code === 'EENVELOPE')
}
