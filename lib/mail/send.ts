import { connect } from 'node:net'
import { createTransport, type Transporter } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport'
import { env } from '@/lib/env'
import { causeOf } from '@/lib/log'
import { timeoutSignal } from '@/lib/outgoing/timeout-signal'
import { mailOrigin, type RenderedMail } from './templates'

/** Maximum time for sending one mail. */
export const MAX_SEND_MS = 45_000

/** Timeouts of connection, greeting and socket. */
const TIMEOUTS = {
  connectionTimeout: 10_000,
  dnsTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
}

/** Checks whether mail is configured. In development without a mail server, mails are printed to the console. */
export function isMailEnabled(): boolean {
  return env.smtpUrl !== undefined || env.isDevelopment
}

/** Error of a mail that was not accepted. `isFinal`: the server will never accept it, so a retry is useless. */
export class NotSent extends Error {
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message)
  }
}

/**
 * Sends a mail. `id` determines the Message-ID, so that duplicates can be recognized. Addresses are passed as objects
 * and never parsed, so they cannot inject headers or recipients.
 * @param signal closes the connection: a server may respond too slowly to finish, but too often to time out
 * @throws NotSent
 */
export async function send(to: string, mail: RenderedMail, id: string, signal: AbortSignal): Promise<void> {
  const { fromName, replyTo, calendar, thread, unsubscribe, ...content } = mail
  const from = { ...sender(), ...(fromName && { name: fromName }) }
  if (!env.smtpUrl && env.isDevelopment) return printMail(to, mail)
  const limited = timeoutSignal(MAX_SEND_MS, signal)
  try {
    await transport(limited).sendMail({
      ...content,
      from,
      to: { name: '', address: to },
      messageId: messageIdOf(id),
      ...(replyTo && { replyTo: { name: '', address: replyTo } }),
      ...(thread && { inReplyTo: thread, references: [thread] }),
      // Outlook reads the attachment that nodemailer adds, other programs the alternative with the method.
      ...(calendar && {
        icalEvent: { method: calendar.method, content: calendar.text, filename: 'invite.ics' },
      }),
      headers: {
        // Suppresses automatic replies (RFC 3834).
        'Auto-Submitted': 'auto-generated',
        ...(unsubscribe && {
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } catch (error) {
    if (limited.aborted) throw new NotSent(causeOf(limited.reason), false)
    throw refusalOf(error)
  }
}

/** Prints a mail with its links to the console of a developer. */
function printMail(to: string, { subject, text }: RenderedMail): void {
  const lines = [`Mail to ${to}: ${subject}`, '', text].join('\n').split('\n')
  console.info(lines.map((line) => `  | ${line}`).join('\n'))
}

/** Returns the Message-ID of a delivery. */
export function messageIdOf(id: string): string {
  return `<${id}@${sender().address.split('@')[1]}>`
}

/** Returns the sender: MAIL_FROM, else the SMTP user if that is an address, else a no-reply address. */
export function sender(): { name: string; address: string } {
  const [, name = '', bracketed] = /^([^<]*)<([^>]+)>$/.exec(env.mailFrom ?? '') ?? []
  const user = decodeURIComponent(new URL(env.smtpUrl ?? 'smtp://localhost').username)
  const host = new URL(mailOrigin()).hostname
  const fallback = /^[^@\s]+@[^@\s]+$/.test(user) ? user : `kinday@${host}`
  return {
    name: name.trim().replace(/^"|"$/g, '') || 'Kinday',
    address: bracketed ?? env.mailFrom ?? fallback,
  }
}

type SocketCallback = (error: Error | null, options?: object) => void

/** Creates a transport for one mail, whose connection is closed when the signal is aborted. */
function transport(signal: AbortSignal): Transporter {
  const url = env.smtpUrl
  if (!url) throw new NotSent('SMTP_URL is not set', false)
  return createTransport({
    url,
    ...TIMEOUTS,
    getSocket({ host, port, secure }: SMTPTransport.Options, callback: SocketCallback) {
      const socket = connect({
        host: host ?? 'localhost',
        port: Number(port) || (secure ? 465 : 587),
        signal,
      })
      const timer = setTimeout(
        () => socket.destroy(new Error('Connection timeout')),
        TIMEOUTS.connectionTimeout,
      )
      socket.on('error', () => {}) // until nodemailer listens
      socket.once('error', callback)
      socket.once('close', () => clearTimeout(timer))
      socket.once('connect', () => {
        clearTimeout(timer)
        socket.off('error', callback)
        callback(null, { connection: socket })
      })
    },
  })
}

/** Returns an error with the server's response for administrators, without the password. */
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
  const text = `${code} ${message}`
    .replaceAll(password || '\0', '…')
    .replace(/\s+/g, ' ')
    .trim()
  // RFC 5321 §4.2.1: 5yz replies are permanent. A failed authentication is not: an administrator will fix the
  // settings.
  return new NotSent(text.slice(0, 300), responseCode >= 500 && code === 'EENVELOPE')
}
