import type { useTranslations } from 'next-intl'
import { createTranslator } from 'use-intl/core'
import { toSingleLine } from '@/lib/calendar/text'
import { notificationPath } from '@/lib/event-text/notification-path'
import { notificationChanges, notificationText } from '@/lib/event-text/notification-text'
import { formatWhen } from '@/lib/event-text/when-text'
import type { MailTexts } from '@/lib/mail/mail-texts'
import type { PushMessage } from '@/lib/push/message'
import { languageOf } from '@/lib/schemas/languages'
import type { NotificationItem } from '@/lib/schemas/notifications'

/** Translator of the namespace `push`. */
export type PushTranslator = ReturnType<typeof useTranslations<'push'>>

/** Texts of push messages in the language of a user. */
export interface PushTexts {
  language: string
  t: PushTranslator
}

export async function pushTexts(locale: string): Promise<PushTexts> {
  const language = languageOf(locale)
  const messages = { push: (await import(`../../../messages/${language}/push.json`)).default }
  return { language, t: createTranslator({ locale: language, messages, namespace: 'push' }) as never }
}

/** Returns the texts of a message, and the path that a click opens. */
export function pushTextOf(
  item: NotificationItem,
  { context, notifications }: MailTexts,
): Pick<PushMessage, 'title' | 'body' | 'path'> {
  const when = item.when ? formatWhen(item.when, context.viewer, context.today, context.event) : ''
  const path = notificationPath(item)
  if (item.op === 'reminder') return { title: item.title || context.event('untitled'), body: when, path }
  const changes = notificationChanges(item, context).map(({ label, to }) => `${label}: ${to}`)
  return {
    title: toSingleLine(notificationText(item, context, notifications)),
    body: changes.length ? changes.join('\n') : when,
    path,
  }
}
