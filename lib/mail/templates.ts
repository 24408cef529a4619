import { createTranslator } from 'use-intl/core'
import { toSingleLine } from '@/lib/calendar/text'
import { env } from '@/lib/env'
import { languageOf } from '@/lib/schemas/languages'
import { type Mails, type Template, USER_TEXTS } from './mails'
import { type MailMessage, toHtml, toText } from './message'
import { MAX_IN_BODY, MAX_IN_SUBJECT, userText } from './user-text'

/** A rendered mail: subject, and the same content as text and HTML. */
export interface RenderedMail {
  subject: string
  text: string
  html: string
  /** Name of the sender, instead of the configured one. */
  fromName?: string
  replyTo?: string
  /** An iTIP message (RFC 6047), for calendar programs. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; text: string }
  /** Message-ID of an earlier mail that this one belongs to. */
  thread?: string
  /** Address to which mail programs send a request to unsubscribe (RFC 8058). */
  unsubscribe?: string
}

/**
 * Renders a mail in the recipient's language. Runs in jobs, outside of requests.
 * @param unsubscribe path of the page on which a guest unsubscribes
 */
export async function renderMail<T extends Template>(
  template: T,
  data: Mails[T],
  locale: string,
  unsubscribe?: string,
): Promise<RenderedMail> {
  const language = languageOf(locale)
  const { default: mail } = await import(`../../messages/${language}/mail.json`)
  const t = createTranslator({ locale: language, messages: { mail }, namespace: 'mail' }) as Translate
  const values = valuesOf(data, MAX_IN_BODY)
  const message: MailMessage = {
    language,
    // Names of users must not break the subject, which is a single line (RFC 5322 §2.2).
    subject: toSingleLine(t(`${template}.subject`, valuesOf(data, MAX_IN_SUBJECT))),
    lead: t(`${template}.lead`, values),
    link:
      'path' in data ? { address: addressOf(data.path), text: t(`${template}.button`, values) } : undefined,
    hint: t('linkHint'),
    end: t(`${template}.end`, values),
    footer: unsubscribe
      ? {
          address: addressOf(unsubscribe),
          text: t('gathering' in data ? 'gatheringUnsubscribe' : 'guest.unsubscribe'),
        }
      : undefined,
    signature: t('signature', { address: new URL(mailOrigin()).host }),
  }
  return { ...renderMessage(message), ...(unsubscribe && { unsubscribe: addressOf(`/api${unsubscribe}`) }) }
}

/** Formats a message in both forms. */
export function renderMessage(message: MailMessage): RenderedMail {
  return { subject: message.subject, text: toText(message), html: toHtml(message) }
}

/** Returns the values of a template: texts of users shortened and without links. */
function valuesOf(data: object, max: number): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([name]) => name !== 'path')
      .map(([name, value]) => [name, USER_TEXTS.has(name) ? userText(String(value), max) : value]),
  )
}

/**
 * Returns the base URL of links in mails: ORIGIN, else this machine. Never the request's Host header, which a person
 * who requests a reset of another user's password could forge (docs/decisions/0013).
 */
export function mailOrigin(): string {
  return env.origin ?? `http://localhost:${env.port}`
}

/** Returns the address of a path in mails. */
export function addressOf(path: string): string {
  return new URL(path, mailOrigin()).href
}

type Translate = (key: string, values?: Record<string, string | number>) => string
